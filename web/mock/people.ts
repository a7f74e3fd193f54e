// Who is at the simulated desk, who is invited, where they are signed in, what they are told, and the switch that
// stops everything.
import { HttpResponse, http } from "msw";
import type { Invite, Member, Notification, Organisation, OwnSession } from "~/shared/api/types";
import { API, guardsOf, missing, noContent, notSignedIn, page, problem } from "./answers";
import { hours, iso, makeId, minutes, START } from "./catalogue";
import type { Desk } from "./desk";

const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();
const days = (count: number) => hours(24 * count);
const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1";

export class People {
  readonly members = new Map<string, Omit<Member, "is_me">>();
  readonly invites = new Map<string, Invite & { token: string }>();
  readonly sessions = new Map<string, OwnSession>();
  readonly notifications = new Map<string, Notification>();
  stopped: Organisation["stopped"] = null;
  trustsScripts = false;
  version = 1;

  constructor() {
    const member = (name: string, email: string, role: Member["role"], seen: number | null) => {
      const id = makeId();
      this.members.set(id, {
        id,
        name,
        email,
        role,
        joined_at: ago(days(51)),
        last_seen_at: seen === null ? null : ago(seen),
        version: 1,
      });
    };
    member("Ana Ruiz", "admin@northwind.example", "admin", minutes(3));
    member("Jonas Weber", "manager@northwind.example", "manager", minutes(1));
    member("Mara Lindqvist", "marketer@northwind.example", "marketer", hours(5));
    member("Tom Okafor", "tom@northwind.example", "marketer", null);

    this.#invite("lena@northwind.example", "manager", "open", hours(3));
    this.#invite("tom@northwind.example", "marketer", "used", days(9));
    this.#invite("old@agency.example", "marketer", "expired", days(30));

    for (const [agent, current, began] of [
      [CHROME, true, hours(6)],
      [IPHONE, false, days(2)],
      ["curl/8.14.1", false, days(4)],
    ] as const) {
      const id = makeId();
      this.sessions.set(id, {
        id,
        created_at: ago(began),
        last_seen_at: ago(current ? 0 : began / 2),
        user_agent: agent,
        current,
      });
    }

    const tell = (
      kind: Notification["kind"],
      title: string,
      body: string,
      href: string,
      age: number,
      rest: Partial<Notification> = {},
    ) => {
      const id = makeId();
      this.notifications.set(id, {
        id,
        kind,
        title,
        body,
        created_at: iso(START - age),
        first_at: iso(START - age),
        read_at: null,
        href,
        count: 1,
        ...rest,
      });
    };
    tell(
      "approval",
      "Stop loss proposes 3 pauses",
      "The first lapses in 38 minutes and will not run.",
      "/approvals",
      minutes(12),
      { count: 3 },
    );
    tell(
      "account",
      "Halden Coffee DE has to be reconnected",
      "Google refused the saved sign-in. Its rules treat all data as missing.",
      "/accounts",
      hours(7),
    );
    tell(
      "failure",
      "A budget could not be applied",
      "Meta refused: the budget is below the minimum for this bid strategy ($260.00).",
      "/approvals?tab=ended",
      hours(30),
      { read_at: iso(START - hours(20)), count: 9 },
    );
    tell("security", "Somebody signed in on a new device", "Safari on iPhone", "/profile", days(2), {
      read_at: iso(START - days(1)),
    });
  }

  #invite(email: string, role: Invite["role"], state: Invite["state"], age: number) {
    const id = makeId();
    const invite = {
      id,
      email,
      role,
      created_at: ago(age),
      expires_at: ago(age - days(7)),
      created_by: "Ana Ruiz",
      state,
      token: `invite-${id.slice(-4)}`,
    };
    this.invites.set(id, invite);
    return invite;
  }

  invite(email: string, role: Invite["role"]) {
    return this.#invite(email, role, "open", 0);
  }

  open(token: string | null) {
    return [...this.invites.values()].find((invite) => invite.token === token && invite.state === "open");
  }

  unread() {
    return [...this.notifications.values()].filter(({ read_at }) => read_at === null).length;
  }
}

export function peopleHandlers(desk: Desk) {
  const { signedIn, permitted } = guardsOf(desk);
  const { people } = desk;
  const ended = () =>
    problem(403, "Link ended", "this link was used, revoked or is too old; ask for a new one");
  const organisation = () => ({
    ...(desk.session?.organisation ?? { id: "", name: "" }),
    trusts_scripts: people.trustsScripts,
    stopped: people.stopped,
    brands: desk.connections.brands.size,
    accounts: desk.connections.accounts.size,
    version: people.version,
  });
  const shown = ({ token: _, ...invite }: Invite & { token: string }): Invite => invite;

  return [
    http.get(
      `${API}/members`,
      permitted("members.read", (_, session) =>
        HttpResponse.json({
          data: [...people.members.values()].map((member) => ({
            ...member,
            is_me: member.email === session.user.email,
          })),
        }),
      ),
    ),
    http.patch(
      `${API}/members/:id`,
      permitted("members.write", async ({ params, request }) => {
        const member = people.members.get(String(params.id));
        if (!member) return missing();
        const { role } = (await request.json()) as { role: Member["role"] };
        const admins = [...people.members.values()].filter((each) => each.role === "admin");
        if (member.role === "admin" && role !== "admin" && admins.length === 1) {
          return problem(409, "Last admin", "this is the last admin; make somebody else one first");
        }
        member.role = role;
        member.version += 1;
        return HttpResponse.json({ ...member, is_me: false });
      }),
    ),
    http.delete(
      `${API}/members/:id`,
      permitted("members.write", ({ params }) => {
        people.members.delete(String(params.id));
        return noContent();
      }),
    ),
    http.get(
      `${API}/invites`,
      permitted("members.read", () =>
        HttpResponse.json({
          data: [...people.invites.values()]
            .map(shown)
            .sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at)),
        }),
      ),
    ),
    http.post(
      `${API}/invites`,
      permitted("members.write", async ({ request }) => {
        const { email, role } = (await request.json()) as Pick<Invite, "email" | "role">;
        if ([...people.members.values()].some((member) => member.email === email)) {
          return problem(422, "Invalid input", "this person cannot be invited", {
            errors: [{ pointer: "/email", detail: "somebody with this address is a member already" }],
          });
        }
        const invite = people.invite(email, role);
        const url = new URL(`/invite?token=${invite.token}`, request.url).href;
        return HttpResponse.json({ invite: shown(invite), url }, { status: 201 });
      }),
    ),
    http.delete(
      `${API}/invites/:id`,
      permitted("members.write", ({ params }) => {
        const invite = people.invites.get(String(params.id));
        if (!invite) return missing();
        invite.state = "revoked";
        return noContent();
      }),
    ),
    http.get(`${API}/invite`, ({ request }) => {
      const invite = people.open(new URL(request.url).searchParams.get("token"));
      if (!invite) return ended();
      const { email, role, expires_at } = invite;
      return HttpResponse.json({
        organisation: "Lighthouse Agency",
        email,
        role,
        expires_at,
        has_account: [...people.members.values()].some((member) => member.email === email),
      });
    }),
    http.post(`${API}/invite`, async ({ request }) => {
      const { token, name, password } = (await request.json()) as {
        token: string;
        name?: string;
        password: string;
      };
      const invite = people.open(token);
      if (!invite) return ended();
      if (name === undefined && password !== desk.password) {
        return problem(401, "Not signed in", "the password is wrong");
      }
      invite.state = "used";
      const session = desk.signIn("manager@northwind.example", desk.password);
      if (!session) return notSignedIn();
      session.user = { id: makeId(), name: name ?? "Tom Okafor", email: invite.email };
      session.role = invite.role;
      return HttpResponse.json(session, { status: 201 });
    }),
    http.post(
      `${API}/profile/password`,
      signedIn(async ({ request }) => {
        const { current, new: next } = (await request.json()) as { current: string; new: string };
        if (current !== desk.password) {
          return problem(422, "Invalid input", "the password was not changed", {
            errors: [{ pointer: "/current", detail: "this is not your current password" }],
          });
        }
        desk.password = next;
        for (const { id, current } of people.sessions.values()) if (!current) people.sessions.delete(id);
        return noContent();
      }),
    ),
    http.get(
      `${API}/sessions`,
      signedIn(() => HttpResponse.json({ data: [...people.sessions.values()] })),
    ),
    http.delete(
      `${API}/sessions/:id`,
      signedIn(({ params }) => {
        people.sessions.delete(String(params.id));
        return noContent();
      }),
    ),
    http.delete(
      `${API}/sessions`,
      signedIn(() => {
        for (const { id, current } of people.sessions.values()) if (!current) people.sessions.delete(id);
        return noContent();
      }),
    ),
    http.get(
      `${API}/notifications`,
      signedIn(({ request }) => {
        const url = new URL(request.url);
        const unread = url.searchParams.get("unread") === "true";
        const all = [...people.notifications.values()].sort(
          (a, b) => Date.parse(b.created_at) - Date.parse(a.created_at),
        );
        return page(
          all.filter(({ read_at }) => !unread || read_at === null),
          url,
        );
      }),
    ),
    http.get(
      `${API}/notifications/counts`,
      signedIn(() => HttpResponse.json({ unread: people.unread() })),
    ),
    http.post(
      `${API}/notifications/read`,
      signedIn(async ({ request }) => {
        const { ids } = (await request.json()) as { ids: string[] | "all" };
        for (const each of people.notifications.values()) {
          if (ids === "all" || ids.includes(each.id)) each.read_at ??= iso(desk.now());
        }
        return noContent();
      }),
    ),
    http.get(
      `${API}/organisation`,
      signedIn(() => HttpResponse.json(organisation())),
    ),
    http.patch(
      `${API}/organisation`,
      signedIn(async ({ request }, session) => {
        const { name, trusts_scripts } = (await request.json()) as {
          name?: string;
          trusts_scripts?: boolean;
        };
        if (session.role !== "admin") return problem(403, "Not permitted", "only an admin can change it");
        if (request.headers.get("if-match") !== `"v${people.version}"`) {
          return problem(412, "The organisation moved on", "it changed since you read it");
        }
        session.organisation.name = name ?? session.organisation.name;
        people.trustsScripts = trusts_scripts ?? people.trustsScripts;
        people.version += 1;
        return HttpResponse.json(organisation());
      }),
    ),
    http.post(
      `${API}/organisation/stop`,
      permitted("organisation.stop", async ({ request }, session) => {
        const { reason } = (await request.json()) as { reason: string };
        people.stopped = { at: iso(desk.now()), by: session.user.name, reason };
        return HttpResponse.json(organisation());
      }),
    ),
    http.post(
      `${API}/organisation/resume`,
      permitted("organisation.stop", () => {
        people.stopped = null;
        return HttpResponse.json(organisation());
      }),
    ),
  ];
}
