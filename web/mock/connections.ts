// Connecting accounts: a sign-in at the platform whose outcome a test or the developer chooses, the accounts behind
// it, and their first data arriving by the second.
import { HttpResponse, http } from "msw";
import type { Account, AccountDetail, Brand, Candidate, Connection, ProblemCode } from "~/shared/api/types";
import { API, guardsOf, missing, noContent, page, problem } from "./answers";
import { accounts as catalogue, iso, makeId, minutes, rules, START } from "./catalogue";
import type { Desk } from "./desk";

const DAYS = 90;
const SCOPE = "https://www.googleapis.com/auth/adwords";

const northwindGroup = { external_id: "100-200-3000", name: "Northwind Group" };

const candidates = (accounts: ReadonlyMap<string, Account>): Candidate[] => {
  const known = (external_id: string) =>
    [...accounts.values()].find(
      (account) => account.external_id === external_id && account.state !== "disconnected",
    );
  const candidate = (
    external_id: string,
    name: string,
    manager: Candidate["manager"],
    rest: Partial<Candidate> = {},
  ): Candidate => {
    const account = known(external_id);
    return {
      external_id,
      name,
      manager,
      currency: "USD",
      time_zone: "America/New_York",
      status: account ? "connected" : "available",
      account_id: account?.id ?? null,
      why_not: account ? "connected already" : null,
      ...rest,
    };
  };
  return [
    candidate("482-110-7731", "Northwind US", northwindGroup),
    candidate("511-872-0046", "Northwind Canada", northwindGroup, {
      currency: "CAD",
      time_zone: "America/Toronto",
    }),
    candidate("511-872-0047", "Northwind Mexico", northwindGroup, {
      currency: "MXN",
      time_zone: "America/Mexico_City",
    }),
    candidate("300-100-2000", "Northwind 2019", northwindGroup, {
      status: "closed",
      why_not: "closed, cancelled or suspended at the platform",
    }),
    candidate("640-318-9925", "Harbour Tea", null, { currency: "GBP", time_zone: "Europe/London" }),
    candidate("640-318-9926", "Harbour Tea Test", null, {
      status: "other_organisation",
      why_not: "another organisation of this installation has it connected; one account has one desk",
    }),
  ];
};

/** The words of the server, in short. */
const problems: Record<ProblemCode, NonNullable<Connection["problem"]>> = {
  refused: {
    code: "refused",
    title: "You did not allow the access",
    detail: "Google says that the request was declined. Nothing was connected.",
    what_to_do: "Sign in again and choose Allow, or ask whoever owns the account to do so.",
  },
  missing_scope: {
    code: "missing_scope",
    title: "A permission is missing",
    detail: "Google returned a sign-in without the permission to manage campaigns.",
    what_to_do: "Sign in again and leave every box ticked.",
  },
  code_rejected: {
    code: "code_rejected",
    title: "Google did not accept the sign-in",
    detail: "The code that Google sent back could not be exchanged: it was used already or is too old.",
    what_to_do: "Sign in again.",
  },
  no_accounts: {
    code: "no_accounts",
    title: "This user reaches no ad account",
    detail: "The sign-in worked, but no Google Ads account is shared with this user.",
    what_to_do: "Sign in with a user who can open the account at Google Ads.",
  },
  expired: {
    code: "expired",
    title: "The sign-in was not finished in time",
    detail: "It could be used for ten minutes.",
    what_to_do: "Begin it again.",
  },
  platform_error: {
    code: "platform_error",
    title: "Google does not answer",
    detail: "Google answered with an internal error three times.",
    what_to_do: "Wait a few minutes and try again. Nothing was connected.",
  },
};

const outcomes = ["allow", ...(Object.keys(problems) as ProblemCode[])] as const;

/** What the simulated desk knows of connections and accounts. */
export class Connections {
  readonly accounts = new Map<string, Account>(
    Object.values(catalogue).map((account) => [account.id, structuredClone(account)]),
  );
  readonly brands = new Map<string, Brand>();
  readonly connections = new Map<string, Connection>();
  /** When the first data of an account began to arrive, by the watch. */
  readonly #began = new Map<string, number>();
  readonly #versions = new Map<string, number>();
  /** How the next sign-in ends. */
  outcome: "allow" | ProblemCode = "allow";
  /** Watch time that one day of first data takes. */
  msPerDay: number;
  platformsUp = true;

  constructor({ msPerDay = 60 }: { msPerDay?: number } = {}) {
    this.msPerDay = msPerDay;
    for (const { brand } of this.accounts.values()) {
      this.brands.set(brand.id, { ...brand, is_default: this.brands.size === 0, accounts: 0 });
    }
  }

  start(platform: Connection["platform"], account?: Account): Connection {
    const connection: Connection = {
      id: makeId(),
      platform,
      state: "waiting",
      problem: null,
      reconnects: account ? { id: account.id, name: account.name } : null,
      scopes: [
        {
          name: SCOPE,
          granted: false,
          needed_for: "Reading campaigns and results, changing status and budgets",
        },
      ],
      expires_at: new Date(Date.now() + minutes(10)).toISOString(),
      candidates: [],
    };
    this.connections.set(connection.id, connection);
    return connection;
  }

  /** The person came back from the platform. */
  answer(connection: Connection, outcome = this.outcome): void {
    if (outcome !== "allow") {
      connection.state = outcome === "refused" ? "refused" : outcome === "expired" ? "expired" : "failed";
      connection.problem = problems[outcome];
      if (outcome === "missing_scope") {
        connection.scopes = [
          { name: "openid", granted: true, needed_for: "Knowing who signed in" },
          ...connection.scopes,
        ];
      }
      return;
    }
    connection.scopes = connection.scopes.map((scope) => ({ ...scope, granted: true }));
    const account = connection.reconnects && this.accounts.get(connection.reconnects.id);
    if (account) {
      account.state = "active";
      account.state_detail = null;
      account.next_sync_at = iso(START + minutes(2));
      connection.state = "done";
      return;
    }
    connection.state = "choosing";
    connection.candidates = candidates(this.accounts);
  }

  choose(connection: Connection, ids: readonly string[], brandId: string | null): Account[] {
    const brand = (brandId !== null && this.brands.get(brandId)) || [...this.brands.values()][0];
    const made = ids.flatMap((external_id) => {
      const candidate = connection.candidates.find((each) => each.external_id === external_id);
      if (!candidate || !brand) return [];
      const account: Account = {
        id: makeId(),
        name: candidate.name,
        platform: connection.platform,
        external_id,
        currency: candidate.currency,
        time_zone: candidate.time_zone,
        state: "connecting",
        state_detail: null,
        brand: { id: brand.id, name: brand.name },
        last_sync_at: null,
        next_sync_at: null,
        data_until: null,
        campaigns: 0,
        history_days: 0,
      };
      this.accounts.set(account.id, account);
      this.#began.set(account.id, Date.now());
      return [account];
    });
    connection.state = "done";
    connection.candidates = candidates(this.accounts);
    return made;
  }

  #firstSync(account: Account): AccountDetail["first_sync"] {
    const began = this.#began.get(account.id);
    if (began === undefined) return null;
    const done = Math.min(DAYS, Math.floor((Date.now() - began) / this.msPerDay));
    if (done >= DAYS && account.state === "connecting") {
      Object.assign(account, {
        state: "active",
        campaigns: 12,
        history_days: DAYS,
        last_sync_at: iso(START),
        data_until: iso(START),
      });
    }
    return {
      state: done >= DAYS ? "done" : done > 0 ? "running" : "waiting",
      days_done: done,
      days_total: DAYS,
      rows: done * 147,
      started_at: new Date(began).toISOString(),
      last_error: null,
    };
  }

  etag(account: Account): string {
    return `"v${this.#versions.get(account.id) ?? 1}"`;
  }

  touch(account: Account): void {
    this.#versions.set(account.id, (this.#versions.get(account.id) ?? 1) + 1);
  }

  detail(account: Account): AccountDetail {
    const first_sync = this.#firstSync(account);
    const broken = account.state === "reconnect" || account.state === "disconnected";
    const arriving = first_sync !== null && first_sync.state !== "done";
    const state = broken || account.state === "quarantined" ? "late" : arriving ? "missing" : "fresh";
    const read = account.last_sync_at ?? null;
    return {
      ...account,
      version: this.#versions.get(account.id) ?? 1,
      extra_settled_days: 0,
      grant: {
        state: broken ? "reconnect" : "live",
        state_detail: broken ? "Google answered invalid_grant: the sign-in was revoked" : null,
        scopes: [SCOPE],
        access_expires_at: broken ? null : new Date(Date.now() + minutes(52)).toISOString(),
        connected_by: "Ana Ruiz",
        connected_at: "2026-01-12T09:04:00Z",
      },
      data_sets: [
        { name: "structure", data_until: read, last_read_at: read, promised_every_minutes: 60, state },
        {
          name: "metrics by day",
          data_until: account.data_until ?? null,
          last_read_at: read,
          promised_every_minutes: 60,
          state,
        },
        {
          name: "metrics by hour",
          data_until: arriving ? null : (account.data_until ?? null),
          last_read_at: arriving ? null : read,
          promised_every_minutes: 15,
          state: arriving ? "missing" : broken ? "missing" : "late",
        },
      ],
      first_sync,
      sync: {
        failures: broken ? 31 : account.state === "quarantined" ? 5 : 0,
        last_error: broken ? "invalid_grant: token has been expired or revoked" : null,
        next_at: account.next_sync_at ?? null,
        running: false,
      },
      queue: {
        waiting: broken ? 0 : 2,
        in_flight: broken ? 0 : 1,
        parked_until: account.platform === "meta" ? iso(START + minutes(9)) : null,
        parked_why:
          account.platform === "meta" ? "Meta asked to wait: too many calls for this ad account" : null,
      },
      rules: Object.values(rules).map((rule, at) => ({
        id: rule.id,
        name: rule.name,
        not_bound:
          at === 2 && account.currency === "EUR"
            ? "it compares with an amount in USD, and this account counts in EUR"
            : null,
      })),
    };
  }
}

export function connectionHandlers(desk: Desk) {
  const { signedIn, permitted } = guardsOf(desk);
  const book = desk.connections;
  const one = (account: Account, status = 200) =>
    HttpResponse.json(book.detail(account), { status, headers: { ETag: book.etag(account) } });

  return [
    http.get(
      `${API}/connections/platforms`,
      permitted("accounts.write", () =>
        HttpResponse.json({
          data: [
            { platform: "google", available: true, why_not: null },
            { platform: "meta", available: false, why_not: "no app id is set on this server" },
            { platform: "tiktok", available: false, why_not: "no app id is set on this server" },
            { platform: "amazon", available: false, why_not: "no client id is set on this server" },
          ],
        }),
      ),
    ),
    http.post(
      `${API}/connections`,
      permitted("accounts.write", async ({ request }) => {
        const { platform, account_id } = (await request.json()) as {
          platform: Connection["platform"];
          account_id?: string;
        };
        if (!book.platformsUp)
          return problem(503, "Not ready", "the vault is locked; start the server with its key");
        const account = account_id === undefined ? undefined : book.accounts.get(account_id);
        const connection = book.start(platform, account);
        // The simulated platform has no page: whoever goes there comes straight back with its answer.
        const consent_url = `/api/v1/mock/consent?connection=${connection.id}`;
        return HttpResponse.json({ id: connection.id, consent_url }, { status: 201 });
      }),
    ),
    http.get(
      `${API}/mock/consent`,
      signedIn(({ request }) => {
        const asked = new URL(request.url).searchParams;
        const id = asked.get("connection") ?? "";
        const connection = book.connections.get(id);
        if (!connection) return missing();
        // A walk chooses how the person decides by the address; a test by the book.
        const outcome = outcomes.find((each) => each === asked.get("outcome"));
        book.answer(connection, outcome ?? book.outcome);
        return new HttpResponse(null, { status: 303, headers: { location: `/accounts/connect/${id}` } });
      }),
    ),
    http.get(
      `${API}/connections/:id`,
      permitted("accounts.write", ({ params }) => {
        const connection = book.connections.get(String(params.id));
        return connection ? HttpResponse.json(connection) : missing();
      }),
    ),
    http.delete(
      `${API}/connections/:id`,
      permitted("accounts.write", ({ params }) => {
        book.connections.delete(String(params.id));
        return noContent();
      }),
    ),
    http.post(
      `${API}/connections/:id/accounts`,
      permitted("accounts.write", async ({ request, params }) => {
        const connection = book.connections.get(String(params.id));
        if (!connection) return missing();
        const { external_ids, brand_id } = (await request.json()) as {
          external_ids: string[];
          brand_id: string | null;
        };
        const errors = external_ids.flatMap((id, at) =>
          id === "511-872-0047" && book.outcome === "platform_error"
            ? [{ pointer: `/external_ids/${at}`, detail: "Google has closed this account meanwhile" }]
            : [],
        );
        if (errors.length > 0) {
          return problem(422, "Invalid input", "one of the accounts cannot be connected", { errors });
        }
        const accounts = book.choose(connection, external_ids, brand_id);
        desk.tell("accounts");
        return HttpResponse.json({ accounts });
      }),
    ),
    http.get(
      `${API}/brands`,
      signedIn(() => HttpResponse.json({ data: [...book.brands.values()] })),
    ),
    http.post(
      `${API}/brands`,
      permitted("accounts.write", async ({ request }) => {
        const { name } = (await request.json()) as { name: string };
        const brand: Brand = { id: makeId(), name, is_default: false, accounts: 0 };
        book.brands.set(brand.id, brand);
        return HttpResponse.json(brand, { status: 201 });
      }),
    ),
    http.get(
      `${API}/accounts`,
      signedIn(({ request }) => page(desk.fresh ? [] : [...book.accounts.values()], new URL(request.url))),
    ),
    http.get(
      `${API}/accounts/:id`,
      signedIn(({ params }) => {
        const account = book.accounts.get(String(params.id));
        return account ? one(account) : missing();
      }),
    ),
    http.post(
      `${API}/accounts/:id/:what`,
      permitted("accounts.write", ({ params }) => {
        const account = book.accounts.get(String(params.id));
        if (!account) return missing();
        if (params.what === "resume") account.state = "active";
        else account.last_sync_at = iso(desk.now());
        account.state_detail = params.what === "resume" ? null : account.state_detail;
        book.touch(account);
        return one(account, params.what === "sync" ? 202 : 200);
      }),
    ),
    http.patch(
      `${API}/accounts/:id`,
      permitted("accounts.write", async ({ params, request }) => {
        const account = book.accounts.get(String(params.id));
        if (!account) return missing();
        if (request.headers.get("if-match") !== book.etag(account)) {
          return problem(412, "The account moved on", "it changed since you read it");
        }
        const { brand_id } = (await request.json()) as { brand_id?: string };
        const brand = brand_id === undefined ? undefined : book.brands.get(brand_id);
        if (brand) account.brand = { id: brand.id, name: brand.name };
        book.touch(account);
        return one(account);
      }),
    ),
    http.delete(
      `${API}/accounts/:id`,
      permitted("accounts.write", ({ params }) => {
        const account = book.accounts.get(String(params.id));
        if (!account) return missing();
        account.state = "disconnected";
        account.next_sync_at = null;
        book.touch(account);
        desk.tell("accounts");
        return noContent();
      }),
    ),
  ];
}
