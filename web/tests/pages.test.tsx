import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { useStream } from "~/shared/live/stream";
import { renderApp } from "./render";
import { server } from "./server";
import { TestEventSource } from "./setup";

const failure = (status: number, detail: string) =>
  HttpResponse.json(
    { type: "about:blank", title: "Failed", status, detail, request_id: "req_55" },
    { status },
  );

const lists = [
  { address: "/rules", path: "rules", title: "Rules", row: "Stop loss", empty: "No rule yet" },
  { address: "/campaigns", path: "campaigns", title: "Campaigns", row: "Brand US", empty: "No campaign yet" },
  {
    address: "/accounts",
    path: "accounts",
    title: "Accounts",
    row: "Northwind EU",
    empty: "No account is connected",
  },
] as const;

describe.each(lists)("$title", ({ address, path, title, row, empty }) => {
  it("keeps the place of what is being loaded, then shows it", async () => {
    renderApp(address);
    let answer = () => {};
    const answered = new Promise<void>((done) => {
      answer = done;
    });
    server.use(
      http.get(`*/api/v1/${path}`, async () => {
        await answered;
        return undefined;
      }),
    );
    expect(await screen.findByRole("status", { name: "Loading" })).toBeVisible();
    answer();
    expect(
      within(
        await screen.findByRole("table", { name: new RegExp(`^${title}(, Northwind Outdoor)?$`) }),
      ).getByText(row),
    ).toBeVisible();
  });

  it("says what failed, which request it was, and tries again", async () => {
    const { user } = renderApp(address);
    server.use(http.get(`*/api/v1/${path}`, () => failure(500, "the store is being moved"), { once: false }));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("the store is being moved");
    expect(alert).toHaveTextContent("req_55");
    server.resetHandlers();
    renderApp("/nowhere");
    await user.click(within(alert).getByRole("button", { name: "Try again" }));
    expect(
      within(
        await screen.findByRole("table", { name: new RegExp(`^${title}(, Northwind Outdoor)?$`) }),
      ).getByText(row),
    ).toBeVisible();
  });

  it("says what to do when there is nothing", async () => {
    renderApp(address);
    server.use(http.get(`*/api/v1/${path}`, () => HttpResponse.json({ data: [], next_cursor: null })));
    expect(await screen.findByText(empty)).toBeVisible();
  });
});

describe("the desk", () => {
  it("sends somebody who is not signed in to sign in, and back to where they were", async () => {
    const { user, router, desk } = renderApp("/rules", { signedIn: false });
    await screen.findByRole("heading", { name: "Sign in to your desk" });
    await user.type(screen.getByLabelText("E-mail address"), "manager@northwind.example");
    await user.type(screen.getByLabelText("Password"), "wrong");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("E-mail address or password is wrong.");
    await user.clear(screen.getByLabelText("Password"));
    await user.type(screen.getByLabelText("Password"), desk.password);
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("table", { name: "Rules" })).toBeVisible();
    expect(router.state.location.pathname).toBe("/rules");
  });

  it("keeps the search of the address somebody asked for", async () => {
    const { user, router, desk } = renderApp("/approvals?tab=applied", { signedIn: false });
    await user.type(await screen.findByLabelText("E-mail address"), "manager@northwind.example");
    await user.type(screen.getByLabelText("Password"), desk.password);
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await waitFor(() => expect(router.state.location.search).toMatchObject({ tab: "applied" }));
  });

  it("never returns to an address of another site", async () => {
    const { user, router, desk } = renderApp("/sign-in?next=https://evil.example/x", { signedIn: false });
    await user.type(await screen.findByLabelText("E-mail address"), "manager@northwind.example");
    await user.type(screen.getByLabelText("Password"), desk.password);
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/approvals"));
  });

  it("shows the sign-in page when the session ends while somebody works", async () => {
    const { desk } = renderApp("/rules");
    await screen.findByRole("table", { name: "Rules" });
    desk.session = null;
    TestEventSource.latest?.emit("rules");
    expect(await screen.findByRole("heading", { name: "Sign in to your desk" })).toBeVisible();
    expect(screen.getByText("Sign in to go on to the page you asked for.")).toBeVisible();
  });

  it("hides pages that the role does not include, and says so at their address", async () => {
    const { desk } = renderApp("/actors");
    if (desk.session) desk.session.permissions = ["actions.read", "rules.read"];
    expect(await screen.findByText("Your role does not include this page")).toBeVisible();
    const nav = screen.getByRole("navigation", { name: "Main" });
    expect(within(nav).queryByRole("link", { name: /Actors/ })).not.toBeInTheDocument();
    expect(within(nav).getByRole("link", { name: /Rules/ })).toBeVisible();
  });

  it("reads again what a hint names, and only that", async () => {
    renderApp("/rules");
    await screen.findByRole("table", { name: "Rules" });
    const asked: string[] = [];
    server.events.on("request:start", ({ request }) => asked.push(new URL(request.url).pathname));
    TestEventSource.latest?.emit("rules");
    await waitFor(() => expect(asked).toContain("/api/v1/rules"));
    expect(asked).not.toContain("/api/v1/actions/counts");
    server.events.removeAllListeners();
  });

  it("shows the age of what it shows when the stream is lost", async () => {
    renderApp("/rules");
    expect(await screen.findByText("Live")).toBeVisible();
    TestEventSource.latest?.dispatchEvent(new Event("error"));
    expect(await screen.findByText(/^Not live, \d+ s old$/)).toBeVisible();
    expect(useStream.getState().stream.state).toBe("lost");
  });

  it("says when the server cannot be reached at all", async () => {
    renderApp("/rules");
    server.use(http.get("*/api/v1/rules", () => HttpResponse.error()));
    expect(await screen.findByText("The server does not answer")).toBeVisible();
  });
});

describe("first run", () => {
  it("creates the organisation with the token from the link", async () => {
    const { user, router, desk } = renderApp("/setup?token=first-light", {
      signedIn: false,
      setupOpen: true,
    });
    await user.type(await screen.findByLabelText("Organisation"), "Lighthouse Agency");
    await user.type(screen.getByLabelText("Your name"), "Ana Ruiz");
    await user.type(screen.getByLabelText("E-mail address"), "ana");
    await user.type(screen.getByLabelText("Password"), "short");
    await user.click(screen.getByRole("button", { name: "Create the organisation" }));
    expect(await screen.findByText("Enter an address such as ana@agency.com")).toBeVisible();
    expect(screen.getByText("Use at least 12 characters")).toBeVisible();
    await user.type(screen.getByLabelText("E-mail address"), "@example.invalid");
    await user.type(screen.getByLabelText("Password"), " but long enough");
    await user.click(screen.getByRole("button", { name: "Create the organisation" }));
    expect(await screen.findByText("this domain cannot receive mail")).toBeVisible();
    await user.clear(screen.getByLabelText("E-mail address"));
    await user.type(screen.getByLabelText("E-mail address"), "ana@agency.com");
    await user.click(screen.getByRole("button", { name: "Create the organisation" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/accounts"));
    expect(desk.setupOpen).toBe(false);
  });

  it("is closed once somebody has done it", async () => {
    renderApp("/setup?token=first-light", { signedIn: false });
    expect(await screen.findByRole("heading", { name: "Setup is already done" })).toBeVisible();
  });

  it("asks for the whole link when the token is missing", async () => {
    renderApp("/setup", { signedIn: false, setupOpen: true });
    expect(await screen.findByRole("heading", { name: "This link is not complete" })).toBeVisible();
  });
});

describe("a decision", () => {
  it("shows each comparison with the values that decided it, the days it looked at and the rule's text", async () => {
    const { desk, router } = renderApp("/approvals");
    const decision = [...desk.changes.decisions.values()].find(({ campaign }) =>
      campaign?.name.startsWith("Prospecting"),
    );
    await router.navigate({ to: "/decisions/$decisionId", params: { decisionId: decision?.id ?? "" } });
    const why = await screen.findByRole("region", { name: "Why" });
    await within(why).findAllByText("All of");
    expect(why).toHaveTextContent("passcost$67.93>max_cpa$45.00");
    expect(why).toHaveTextContent("$22.93 above");
    expect(why).toHaveTextContent("Sat, Feb 28 to Mon, Mar 2 (3 days)");
    expect(within(why).getByRole("region", { name: "Rule text" })).toHaveTextContent('rule "Stop loss"');
  });

  it("says whether its stored values come to the same answer again, and what it means where they do not", async () => {
    const { desk, router, queries } = renderApp("/approvals");
    const [decision] = desk.changes.decisions.values();
    if (!decision) throw new Error("the desk has no decision");
    await router.navigate({ to: "/decisions/$decisionId", params: { decisionId: decision.id } });
    const why = await screen.findByRole("region", { name: "Why" });
    expect(await within(why).findByText("same answer")).toBeVisible();
    decision.replays = false;
    await queries.invalidateQueries({ queryKey: ["decisions", decision.id] });
    expect(await within(why).findByText("not the same answer")).toBeVisible();
    expect(why).toHaveTextContent("What was decided then stands");
    expect(within(why).queryByText("same answer")).toBeNull();

    // A comparison that was decided, and of which a side is not kept, cannot come to anything.
    const compared = decision.explanation.branches[0]?.condition?.children[1];
    if (!compared?.left) throw new Error("the decision compares nothing");
    compared.left.value.raw = null;
    await queries.invalidateQueries({ queryKey: ["decisions", decision.id] });
    expect(await within(why).findByText("not possible")).toBeVisible();
    expect(why).toHaveTextContent("It says nothing against the decision");
    expect(within(why).queryByText("not the same answer")).toBeNull();
  });

  it("about a whole account names it once, and what it told whom in the place of a change", async () => {
    const { desk, router } = renderApp("/approvals");
    const decision = [...desk.changes.decisions.values()].find(({ outcome }) => outcome === "unknown");
    const [branch] = decision?.explanation.branches ?? [];
    if (!decision || !branch) throw new Error("the desk has no decision");
    branch.actions = ['notify slack "#paid-media" "{name} has spent {spend over today}"'];
    const at = decision.explanation.at;
    const days = (count: number) => new Date(Date.parse(at) - count * 86_400_000).toISOString();
    const window = { grain: "hour" as const, lag_days: 0, metrics: ["spend"], missing: null };
    decision.explanation.windows = [
      { ...window, text: "last 24 hours", from: days(1), to: at },
      { ...window, text: "last 24 hours, 7 days earlier", from: days(8), to: days(7) },
    ];
    Object.assign(decision, { campaign: null, object: null, outcome: "fired", branch: 0, action_ids: [] });
    await router.navigate({ to: "/decisions/$decisionId", params: { decisionId: decision.id } });
    expect(await screen.findByText(/people were told/)).toBeVisible();
    expect(screen.getByText(/^notify slack "#paid-media"/, { selector: "code" })).toBeVisible();
    expect(screen.queryByText("This decision proposed no change.")).toBeNull();
    expect(screen.getAllByText(decision.account.name)).toHaveLength(1);
    // Hours of another day say which.
    const why = await screen.findByRole("region", { name: "Why" });
    const hour = "\\d{2}:\\d{2}( [AP]M)?( [A-Z+0-9-]+)?";
    expect(why).toHaveTextContent(
      new RegExp(`7 days earlier[A-Z][a-z]{2} \\d+, ${hour} to [A-Z][a-z]{2} \\d+, ${hour}`),
    );
  });

  it("says once what stopped its change", async () => {
    const { desk, router, queries } = renderApp("/approvals");
    const action = [...desk.changes.actions.values()].find(({ state }) => state === "blocked");
    const decision = desk.changes.decisions.get(action?.decision_id ?? "");
    if (!action || !decision) throw new Error("the desk has nothing that was blocked");
    decision.blocked = [{ by: "limit", reason: "the limit of 5 per day is reached" }];
    await router.navigate({ to: "/decisions/$decisionId", params: { decisionId: decision.id } });
    const why = await screen.findByRole("region", { name: "Why" });
    await within(why).findByText("same answer");
    expect(within(why).queryByText(/^Blocked by/)).toBeNull();

    // Beside a change that goes on, it says what became of the others.
    action.state = "applied";
    await queries.invalidateQueries();
    expect(await screen.findByText(/^Blocked by/)).toBeVisible();
  });

  it("shows what was not known, and that a later branch was not tried", async () => {
    const { desk, router } = renderApp("/approvals");
    const undecided = [...desk.changes.decisions.values()].find(({ outcome }) => outcome === "unknown");
    await router.navigate({ to: "/decisions/$decisionId", params: { decisionId: undecided?.id ?? "" } });
    expect(await screen.findByText("Could not decide")).toBeVisible();
    const why = await screen.findByRole("region", { name: "Why" });
    expect(why).toHaveTextContent("missing: the last sync is 31 hours old; it promises every hour");
    expect(within(why).getAllByText("not known").length).toBeGreaterThan(1);
    expect(screen.getByText("This decision proposed no change.")).toBeVisible();
  });
});
