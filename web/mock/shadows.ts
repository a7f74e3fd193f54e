// Shadows of the simulated desk: a rule's shadow would have taken one campaign more, and left one that the rule paused.
import { HttpResponse, http } from "msw";
import type { Shadow, ShadowDid, ShadowDifference } from "~/features/rules/api/types";
import type { Campaign } from "~/shared/api/types";
import { API, guardsOf, missing, noContent, problem } from "./answers";
import { accounts, campaigns, hours, iso, makeId, minutes, START } from "./catalogue";
import type { Desk } from "./desk";
import { stopLoss } from "./explanations";
import { findings } from "./rule-text";
import type { Kept, Rules } from "./rules";

const state = (display: string) => ({ display, micros: null });

/** It paused, or would have, and put these labels on. */
const did = (
  campaign: Campaign,
  reason: string,
  at: string,
  simulated: boolean,
  labels: readonly string[] = [],
): ShadowDid => {
  const change = {
    target: campaign.name,
    shared_by: 1,
    approval: simulated ? { role: "manager" as const, needed: 1 } : null,
    stopped: null,
  };
  const paused = { from: state("active"), to: state("paused"), per_day_change: null };
  const { currency } = campaign.account;
  const marked = { from: state("not there"), to: state("added"), per_day_change: { micros: 0, currency } };
  return {
    decision_id: makeId(),
    at,
    reason,
    times: 1,
    changes: [
      { ...change, ...paused, property: "status", item: null },
      ...labels.map((item) => ({
        ...change,
        ...marked,
        property: "label" as const,
        target: `${campaign.name} › ${item}`,
        item,
      })),
    ],
    tells: [],
  };
};

const row = (campaign: Campaign, found: Partial<ShadowDifference>): ShadowDifference => ({
  account: campaign.account,
  campaign: { id: campaign.id, name: campaign.name },
  object: null,
  shadow: null,
  rule: null,
  meanwhile: null,
  ...found,
});

/** A shadow that has run since yesterday. */
function seen(kept: Kept, text: string, version: number | null, who: string): Shadow {
  const at = iso(START - hours(3));
  const taken = row(campaigns.stoves, {
    shadow: did(campaigns.stoves, "cpa $51.20 is above $45", at, true, ["watched", "dear"]),
    meanwhile: { at, outcome: "not_fired", note: null },
  });
  const left = row(campaigns.prospecting, {
    rule: did(campaigns.prospecting, "cpa $48.10 is above $45", at, false),
    meanwhile: { at, outcome: "pending", note: null },
  });
  const runs = kept.rule.state === "enabled";
  const none = { total: 0, campaigns: [] };
  return {
    id: makeId(),
    version,
    text,
    overrides: {},
    note: null,
    since: iso(START - hours(26)),
    started_by: who,
    rule_runs: runs,
    next_at: iso(START + minutes(30)),
    not_bound: [{ account: accounts.eu.name, why: "`max_cpa` has no amount in EUR" }],
    checks: {
      checks: 26,
      fired: 5,
      pending: 11,
      not_fired: 96,
      unknown: 4,
      blocked: 2,
      held_out: 0,
      last_at: iso(START - minutes(30)),
    },
    only_shadow: { total: 1, campaigns: [taken] },
    only_rule: runs ? { total: 1, campaigns: [left] } : none,
    differently: none,
    alike: runs ? 3 : 0,
    holds: [
      {
        account: campaigns.stoves.account,
        campaign: { id: campaigns.stoves.id, name: campaigns.stoves.name },
        object: null,
        property: "label",
        item: "watched",
        base: state("not there"),
        held: state("added"),
        since: at,
        ends_at: iso(START + hours(45)),
        on_condition: false,
      },
    ],
    compared_until: null,
  };
}

/** The decisions behind what a shadow would have done. */
function decide(desk: Desk, kept: Kept, shadow: Shadow): void {
  for (const { campaign, account, shadow: would } of shadow.only_shadow.campaigns) {
    if (!would) continue;
    const times = { at: would.at, dataUntil: would.at };
    desk.changes.simulatedBy.set(would.decision_id, shadow.id);
    desk.changes.decisions.set(would.decision_id, {
      id: would.decision_id,
      rule: {
        id: kept.rule.id,
        name: kept.rule.name,
        version: shadow.version ?? kept.rule.version + 1,
        text: shadow.text,
        is_analysable: true,
      },
      campaign,
      object: null,
      account,
      at: would.at,
      data_until: would.at,
      outcome: "fired",
      branch: 0,
      explanation: stopLoss(times, "$512.00", 10, "$51.20", "$45.00", "$100.00", "$6.20"),
      replays: true,
      action_ids: [],
      blocked: [],
      simulated: { changes: would.changes, tells: would.tells },
    });
  }
}

export function shadowHandlers(desk: Desk, store: Rules) {
  const { signedIn, permitted } = guardsOf(desk);
  const shadows = new Map<string, Shadow>();
  return [
    http.get(
      `${API}/rules/:id/shadow`,
      signedIn(({ params }) => {
        const kept = store.kept(String(params.id));
        return kept ? HttpResponse.json({ shadow: shadows.get(kept.rule.id) ?? null }) : missing();
      }),
    ),
    http.post(
      `${API}/rules/:id/shadow`,
      permitted("rules.write", async ({ request, params }, session) => {
        const kept = store.kept(String(params.id));
        if (!kept) return missing();
        if (shadows.has(kept.rule.id)) {
          return problem(409, "Conflict", "a shadow of this rule runs already: end it first");
        }
        const body = (await request.json()) as { version?: number; text?: string };
        const version = body.text === undefined ? (body.version ?? kept.rule.version) : null;
        const text =
          body.text ?? kept.versions.find((each) => each.version === version)?.text ?? kept.rule.text;
        if (findings(text).some(({ severity }) => severity === "error")) {
          return problem(422, "Invalid text", "the text has errors", { errors: [], diagnostics: [] });
        }
        if (kept.rule.state === "enabled" && text === kept.rule.text) {
          return problem(409, "Conflict", "this text is at work already");
        }
        const shadow = seen(kept, text, version, session.user.name);
        shadows.set(kept.rule.id, shadow);
        decide(desk, kept, shadow);
        return HttpResponse.json({ shadow }, { status: 201 });
      }),
    ),
    http.delete(
      `${API}/rules/:id/shadow`,
      permitted("rules.write", ({ params }) => {
        if (!shadows.delete(String(params.id))) {
          return problem(409, "Conflict", "no shadow of this rule runs");
        }
        return noContent();
      }),
    ),
    http.post(
      `${API}/rules/:id/shadow/promote`,
      permitted("rules.write", async ({ request, params }, session) => {
        const kept = store.kept(String(params.id));
        const shadow = kept && shadows.get(kept.rule.id);
        if (!kept || !shadow) return problem(409, "Conflict", "no shadow of this rule runs");
        const { reasons = {} } = (await request.json()) as { reasons?: Record<string, string> };
        const diagnostics = findings(shadow.text).filter(({ code }) => !(code in reasons));
        if (diagnostics.length > 0) {
          return problem(409, "Findings wait", "they wait to be accepted", { diagnostics });
        }
        store.save(kept, { text: shadow.text, overrides: shadow.overrides, note: null }, session.user.name);
        kept.rule = { ...kept.rule, state: "enabled", state_detail: null };
        shadows.delete(kept.rule.id);
        return HttpResponse.json(store.detail(kept), { headers: { ETag: `"v${kept.row}"` } });
      }),
    ),
  ];
}
