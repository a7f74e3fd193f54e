// The operations on rules of the simulated desk.
import { HttpResponse, http } from "msw";
import type { Guard } from "~/features/rules/api/types";
import type { Session } from "~/shared/api/types";
import { API, guardsOf, missing, noContent, page, problem } from "./answers";
import { iso, makeId, minutes, START } from "./catalogue";
import type { Desk } from "./desk";
import { exported, imported, library, PAGES } from "./rule-library";
import { blocksOf, check, docOf, findings, GUARD_WORDS, nameOf, written } from "./rule-text";
import type { Kept, Rules } from "./rules";

interface Enabling {
  reasons?: Record<string, string>;
}

export function ruleHandlers(desk: Desk, store: Rules) {
  const { signedIn, permitted } = guardsOf(desk);
  const tell = (id: string) => {
    for (const listen of desk.listeners) listen({ topic: "rules", ref: id, version: null });
  };
  const answer = (kept: Kept, status = 200) =>
    HttpResponse.json(store.detail(kept), { status, headers: { ETag: `"v${kept.row}"` } });
  const onRule = (act: (kept: Kept, session: Session, request: Request) => Response | Promise<Response>) =>
    permitted("rules.write", ({ request, params }, session) => {
      const kept = store.kept(String(params.id));
      if (!kept) return missing();
      const seen = request.headers.get("if-match");
      if (seen === null) return problem(428, "If-Match is required", "send the ETag that you read");
      if (seen !== `"v${kept.row}"`) return problem(412, "The rule moved on", "it changed since you read it");
      return act(kept, session, request);
    });
  const refused = (text: string) => {
    const diagnostics = findings(text).filter(({ severity }) => severity === "error");
    return diagnostics.length === 0
      ? undefined
      : problem(422, "Invalid text", "the text has errors", { errors: [], diagnostics });
  };

  return [
    http.get(
      `${API}/rules`,
      signedIn(({ request }) => {
        const url = new URL(request.url);
        const q = (url.searchParams.get("q") ?? "").toLowerCase();
        const state = url.searchParams.get("state");
        const sort = url.searchParams.get("sort") ?? "name";
        const rows = store
          .all()
          .map(({ rule }) => rule)
          .filter((rule) => rule.name.toLowerCase().includes(q) && (state === null || rule.state === state));
        if (sort === "-acted_24h") rows.sort((a, b) => b.acted_24h - a.acted_24h);
        if (sort === "-updated_at") rows.sort((a, b) => b.updated_at.localeCompare(a.updated_at));
        return page(rows, url);
      }),
    ),
    http.post(
      `${API}/rules`,
      permitted("rules.write", async ({ request }, session) => {
        const body = (await request.json()) as {
          text: string;
          overrides?: Record<string, string>;
          note?: string;
          library_id?: string;
        };
        const name = nameOf(body.text);
        if (store.all().some(({ rule }) => rule.name === name)) {
          return problem(409, "The name exists", `there is a rule \`${name}\` already`);
        }
        const no = refused(body.text);
        if (no) return no;
        const kept = store.create(
          body.text,
          body.overrides ?? {},
          body.note ?? null,
          body.library_id,
          session.user.name,
        );
        tell(kept.rule.id);
        return answer(kept, 201);
      }),
    ),
    http.post(
      `${API}/rules/check`,
      signedIn(async ({ request }) =>
        HttpResponse.json(check(((await request.json()) as { text: string }).text)),
      ),
    ),
    http.post(
      `${API}/rules/blocks`,
      signedIn(async ({ request }) =>
        HttpResponse.json(blocksOf(((await request.json()) as { text: string }).text)),
      ),
    ),
    // The stand-in runs no tests: a text without any has none to show.
    http.post(
      `${API}/rules/test`,
      signedIn(() =>
        HttpResponse.json({ passed: true, tests: [], coverage: [], mutation: null, diagnostics: [] }),
      ),
    ),
    http.post(
      `${API}/rules/preview`,
      signedIn(async ({ request }) => {
        const { text, overrides = {} } = (await request.json()) as {
          text: string;
          overrides?: Record<string, string>;
        };
        return refused(text) ?? HttpResponse.json(store.preview(written(text, { params: overrides })));
      }),
    ),
    http.post(
      `${API}/rules/analyse`,
      signedIn(async ({ request }) => {
        const { text, rule_id } = (await request.json()) as { text: string; rule_id?: string };
        return refused(text) ?? HttpResponse.json(store.analysis(text, rule_id));
      }),
    ),
    http.get(
      `${API}/rules/:id`,
      signedIn(({ params }) => {
        const kept = store.kept(String(params.id));
        return kept ? answer(kept) : missing();
      }),
    ),
    http.put(
      `${API}/rules/:id`,
      onRule(async (kept, session, request) => {
        const body = (await request.json()) as {
          text: string;
          overrides?: Record<string, string>;
          note?: string;
        };
        if (nameOf(body.text) !== kept.rule.name) {
          return problem(422, "Invalid input", "a rule keeps its name", {
            errors: [{ pointer: "/text", detail: `the name stays \`${kept.rule.name}\`` }],
          });
        }
        const no = refused(body.text);
        if (no) return no;
        store.save(
          kept,
          { text: body.text, overrides: body.overrides ?? {}, note: body.note ?? null },
          session.user.name,
        );
        tell(kept.rule.id);
        const { findings } = store.analysis(body.text, kept.rule.id);
        return HttpResponse.json(
          { ...store.detail(kept), findings },
          { headers: { ETag: `"v${kept.row}"` } },
        );
      }),
    ),
    http.delete(
      `${API}/rules/:id`,
      onRule((kept) => {
        if (kept.rule.state === "enabled") return problem(409, "It is enabled", "disable it first");
        kept.archived = true;
        tell(kept.rule.id);
        return noContent();
      }),
    ),
    http.get(
      `${API}/rules/:id/versions`,
      signedIn(({ params, request }) => {
        const kept = store.kept(String(params.id));
        return kept ? page([...kept.versions].reverse(), new URL(request.url)) : missing();
      }),
    ),
    http.get(
      `${API}/rules/:id/holds`,
      signedIn(({ params }) => {
        const kept = store.kept(String(params.id));
        return kept ? HttpResponse.json({ data: kept.holds }) : missing();
      }),
    ),
    http.post(
      `${API}/rules/:id/enable`,
      onRule(async (kept, session, request) => {
        const { reasons = {} } = (await request.json()) as Enabling;
        const { version } = kept.rule;
        const by = { version, by: session.user.name, at: iso(START) };
        kept.accepted = [
          ...Object.entries(reasons).map(([code, reason]) => ({ code, reason, evidence: code, ...by })),
          ...kept.accepted,
        ];
        kept.rule = { ...kept.rule, state: "enabled", state_detail: null, next_at: iso(START + minutes(30)) };
        kept.row += 1;
        tell(kept.rule.id);
        return answer(kept);
      }),
    ),
    http.post(
      `${API}/rules/:id/disable`,
      onRule(async (kept, _session, request) => {
        const { holds } = (await request.json()) as { holds: "keep" | "restore" };
        kept.rule = { ...kept.rule, state: "disabled", next_at: null, waiting: 0 };
        const gone = holds === "restore" ? kept.holds.filter(({ can_release }) => can_release) : [];
        kept.holds = kept.holds.filter((hold) => !gone.includes(hold));
        kept.row += 1;
        tell(kept.rule.id);
        const restored = gone.map(({ campaign, object, property, label, before, after }) => ({
          campaign,
          object,
          property,
          label,
          before: after,
          after: before,
          action_id: makeId(),
          state: "awaiting_approval",
          refused: null,
        }));
        return HttpResponse.json(
          { ...store.detail(kept), withdrawn: 0, restored },
          { headers: { ETag: `"v${kept.row}"` } },
        );
      }),
    ),
    http.get(
      `${API}/library`,
      signedIn(() => HttpResponse.json({ data: library })),
    ),
    http.post(
      `${API}/library/import`,
      signedIn(async ({ request }) => {
        const { file, currency } = (await request.json()) as { file: string; currency: string | null };
        const rulesOf = exported(file);
        if (rulesOf === undefined) {
          return problem(422, "Invalid input", "a value is not accepted", {
            errors: [{ pointer: "/file", detail: "the file is not JSON" }],
          });
        }
        return HttpResponse.json({ data: rulesOf.map((rule) => imported(rule, currency)) });
      }),
    ),
    http.post(
      `${API}/library/:id/text`,
      signedIn(async ({ params, request }) => {
        const entry = library.find(({ id }) => id === params.id);
        if (!entry) return missing();
        const text = written(
          entry.text,
          (await request.json()) as { name?: string; params: Record<string, string> },
        );
        return HttpResponse.json({ text, diagnostics: findings(text) });
      }),
    ),
    http.get(
      `${API}/diagnostics/:code`,
      signedIn(({ params }) => {
        const code = String(params.code);
        const text = PAGES[code] ?? `# ${code}\n\nThe message says what was expected.\n`;
        return HttpResponse.json({
          code,
          severity: "error",
          title: /^# \S+ (.+)$/m.exec(text)?.[1] ?? code,
          text,
        });
      }),
    ),
    http.get(
      `${API}/guards`,
      signedIn(() => HttpResponse.json({ data: [...store.guards.values()] })),
    ),
    http.post(
      `${API}/guards`,
      permitted("guards.write", async ({ request }, session) => {
        const { text } = (await request.json()) as { text: string };
        const no = refused(text);
        if (no) return no;
        const guard: Guard = {
          id: makeId(),
          name: nameOf(text) ?? "",
          doc: docOf(text),
          text,
          in_plain_words: GUARD_WORDS,
          version: 1,
          state: "enabled",
          updated_at: iso(START),
          updated_by: session.user.name,
          warnings: [],
        };
        store.guards.set(guard.id, guard);
        return HttpResponse.json(guard, { status: 201, headers: { ETag: '"v1"' } });
      }),
    ),
    http.get(
      `${API}/guards/:id`,
      signedIn(({ params }) => {
        const guard = store.guards.get(String(params.id));
        return guard ? HttpResponse.json(guard, { headers: { ETag: `"v${guard.version}"` } }) : missing();
      }),
    ),
    http.put(
      `${API}/guards/:id`,
      permitted("guards.write", async ({ request, params }, session) => {
        const guard = store.guards.get(String(params.id));
        if (!guard) return missing();
        if (request.headers.get("if-match") !== `"v${guard.version}"`) {
          return problem(412, "The guard moved on", "it changed since you read it");
        }
        const { text } = (await request.json()) as { text: string };
        const no = refused(text);
        if (no) return no;
        const next = { ...guard, text, version: guard.version + 1, updated_by: session.user.name };
        store.guards.set(guard.id, next);
        return HttpResponse.json(next, { headers: { ETag: `"v${next.version}"` } });
      }),
    ),
    http.delete(
      `${API}/guards/:id`,
      permitted("guards.write", ({ params }) => {
        store.guards.delete(String(params.id));
        return noContent();
      }),
    ),
  ];
}
