// What runs behind the simulated desk: actors that can be killed, come back, rest and go on.
import { HttpResponse, http } from "msw";
import type { Actor, ActorTree } from "~/shared/api/types";
import { API, guardsOf, missing, problem } from "./answers";
import { hours, rules } from "./catalogue";
import type { Desk } from "./desk";

type Life = Pick<Actor, "state" | "restarts" | "last_error" | "since" | "detail">;

export class Supervision {
  readonly #desk: Desk;
  readonly #began = Date.now();
  /** What was done to actors, over what they are by themselves. */
  readonly #lives = new Map<string, Partial<Life>>();
  /** How long a killed actor takes to be back, by the watch. */
  backAfterMs = 1_500;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  tree(): ActorTree {
    const tree: Actor[] = [];
    const now = Date.now();
    const add = (
      kind: Actor["kind"],
      name: string,
      parent: string | null,
      rest: Partial<Actor> = {},
      id = `${kind}:${name}`,
    ) => {
      const speed = { writer: 41, scheduler: 12, request_queue: 3.4 }[kind as string] ?? 0.2;
      const actor: Actor = {
        id,
        parent,
        kind,
        name,
        state: "running",
        mailbox: 0,
        handled: 1_204 + tree.length * 311 + Math.floor(((now - this.#began) / 1000) * speed),
        restarts: 0,
        last_error: null,
        since: new Date(this.#began - hours(52)).toISOString(),
        queue: null,
        subtree: { total: 1, unhealthy: 0, worst: "running" },
        can: { kill: true, quarantine: false, resume: false, why_not: null },
        ref: null,
        detail: null,
        ...rest,
        ...this.#lives.get(id),
      };
      const rests = ["account", "rule", "campaign"].includes(kind);
      actor.can = {
        kill: kind !== "node" && actor.state === "running",
        quarantine: rests && actor.state !== "quarantined" && actor.state !== "stopped",
        resume: rests && actor.state === "quarantined",
        why_not: kind === "node" ? "the node itself is stopped with the program" : null,
      };
      tree.push(actor);
      return id;
    };
    const node = add("node", "adjutant-1", null);
    add("scheduler", "Scheduler", node);
    add("writer", "Writer", node, { mailbox: 3 });
    add("outbox", "Outbox", node);
    const shard = add("shard", "Shard 0", node);
    for (const account of this.#desk.connections.accounts.values()) {
      const lost = account.state === "reconnect";
      const owner = add(
        "account",
        account.name,
        shard,
        {
          ref: account.id,
          ...(lost
            ? {
                state: "quarantined" as const,
                restarts: 5,
                last_error: "invalid_grant: token has been expired or revoked",
              }
            : {}),
        },
        `account:${account.id}`,
      );
      const rests = tree.at(-1)?.state === "quarantined";
      add("request_queue", `${account.name} requests`, owner, {
        ref: account.id,
        queue: { waiting: rests ? 0 : 2, in_flight: rests ? 0 : 1 },
        ...(rests ? { state: "stopped" as const } : {}),
      });
      for (const campaign of this.#desk.campaigns) {
        if (campaign.account.id !== account.id) continue;
        add(
          "campaign",
          campaign.name,
          owner,
          { ref: campaign.id, ...(rests ? { state: "stopped" as const } : {}) },
          `campaign:${campaign.id}`,
        );
      }
    }
    for (const rule of Object.values(rules)) {
      add(
        "rule",
        rule.name,
        shard,
        {
          ref: rule.id,
          ...(rule.state === "quarantined"
            ? {
                state: "backing_off" as const,
                restarts: 3,
                last_error: "no account in its scope answers",
              }
            : {}),
        },
        `rule:${rule.id}`,
      );
    }
    return { at: new Date(now).toISOString(), tree };
  }

  #change(actor: Actor, life: Partial<Life>): void {
    this.#lives.set(actor.id, {
      restarts: actor.restarts,
      last_error: actor.last_error ?? null,
      detail: actor.detail,
      ...this.#lives.get(actor.id),
      since: new Date().toISOString(),
      ...life,
    });
    this.#desk.tell("actors");
  }

  kill(actor: Actor): void {
    this.#change(actor, { state: "backing_off", last_error: "killed by Ana Ruiz" });
    const back = setTimeout(
      () => this.#change(actor, { state: "running", restarts: actor.restarts + 1 }),
      this.backAfterMs,
    );
    (back as { unref?: () => void }).unref?.();
  }

  quarantine(actor: Actor, reason: string): void {
    this.#change(actor, { state: "quarantined", detail: reason });
  }

  resume(actor: Actor): void {
    this.#change(actor, { state: "running", detail: null, last_error: null });
  }
}

export function supervisionHandlers(desk: Desk) {
  const { permitted } = guardsOf(desk);
  const { supervision } = desk;
  const accepted = () => new HttpResponse(null, { status: 202 });
  const find = (id: unknown) => supervision.tree().tree.find((actor) => actor.id === String(id));
  return [
    http.get(
      `${API}/actors`,
      permitted("actors.read", () => HttpResponse.json(supervision.tree())),
    ),
    http.post(
      `${API}/actors/:id/kill`,
      permitted("actors.write", ({ params }) => {
        const actor = find(params.id);
        if (!actor) return missing();
        if (!actor.can.kill) return problem(409, "Conflict", "it does not run");
        supervision.kill(actor);
        return accepted();
      }),
    ),
    http.post(
      `${API}/actors/:id/quarantine`,
      permitted("actors.write", async ({ params, request }) => {
        const actor = find(params.id);
        if (!actor) return missing();
        const { reason } = (await request.json()) as { reason: string };
        supervision.quarantine(actor, reason);
        return accepted();
      }),
    ),
    http.post(
      `${API}/actors/:id/resume`,
      permitted("actors.write", ({ params }) => {
        const actor = find(params.id);
        if (!actor) return missing();
        supervision.resume(actor);
        return accepted();
      }),
    ),
  ];
}
