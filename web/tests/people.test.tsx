import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { renderApp } from "./render";
import { TestEventSource } from "./setup";

describe("people", () => {
  it("invites somebody with a link that is shown once, and the link lets them in", async () => {
    const { user, router } = renderApp("/people", { role: "admin" });
    await user.click(await screen.findByRole("button", { name: "Invite somebody" }));
    const dialog = await screen.findByRole("dialog", { name: "Invite somebody" });
    await user.type(within(dialog).getByLabelText("E-mail address"), "tom@northwind.example");
    await user.click(within(dialog).getByRole("radio", { name: /Manager/ }));
    await user.click(within(dialog).getByRole("button", { name: "Create the link" }));
    expect(await within(dialog).findByText("somebody with this address is a member already")).toBeVisible();
    await user.clear(within(dialog).getByLabelText("E-mail address"));
    await user.type(within(dialog).getByLabelText("E-mail address"), "nils@northwind.example");
    await user.click(within(dialog).getByRole("button", { name: "Create the link" }));
    const link = await within(dialog).findByLabelText("Link of the invitation");
    const url = new URL((link as HTMLInputElement).value);
    await user.click(within(dialog).getByRole("button", { name: "Copy the link" }));
    expect(await within(dialog).findByText("Copied")).toBeVisible();
    expect(await navigator.clipboard.readText()).toBe(url.href);
    await user.click(within(dialog).getByRole("button", { name: "Done" }));

    await user.click(await screen.findByRole("tab", { name: "Invites" }));
    const row = (await screen.findByText("nils@northwind.example")).closest("tr");
    expect(row).toHaveTextContent("Open");
    expect(screen.queryByLabelText("Link of the invitation")).toBeNull();

    await act(() =>
      router.navigate({ to: "/invite", search: { token: url.searchParams.get("token") ?? "" } }),
    );
    expect(await screen.findByRole("heading", { name: "Join Lighthouse Agency" })).toBeVisible();
    expect(screen.getByText(/invited as Manager, with the address nils@northwind.example/)).toBeVisible();
    await user.type(screen.getByLabelText("Your name"), "Nils Berg");
    await user.type(screen.getByLabelText("Choose a password"), "short");
    await user.click(screen.getByRole("button", { name: "Join" }));
    expect(await screen.findByText("Use at least 12 characters")).toBeVisible();
    await user.type(screen.getByLabelText("Choose a password"), " but long enough");
    await user.click(screen.getByRole("button", { name: "Join" }));
    expect(await screen.findByText("Nils Berg")).toBeVisible();
    await act(() =>
      router.navigate({ to: "/invite", search: { token: url.searchParams.get("token") ?? "" } }),
    );
    expect(await screen.findByRole("heading", { name: "This invitation is no longer valid" })).toBeVisible();
  });

  it("revokes an invitation", async () => {
    const { user, desk } = renderApp("/people?show=invites", { role: "admin" });
    await user.click(
      await screen.findByRole("button", { name: "Revoke the invitation of lena@northwind.example" }),
    );
    expect(await screen.findByText("Revoked")).toBeVisible();
    expect([...desk.people.invites.values()].some(({ state }) => state === "revoked")).toBe(true);
  });

  it("changes roles, keeps the last admin, and says why", async () => {
    const { user, desk } = renderApp("/people", { role: "admin" });
    const role = (name: string) => [...desk.people.members.values()].find((each) => each.name === name)?.role;
    await user.click(await screen.findByRole("combobox", { name: "Role of Tom Okafor" }));
    await user.click(await screen.findByRole("option", { name: "Manager" }));
    await waitFor(() => expect(role("Tom Okafor")).toBe("manager"));
    await user.click(screen.getByRole("combobox", { name: "Role of Ana Ruiz" }));
    await user.click(await screen.findByRole("option", { name: "Marketer" }));
    const dialog = await screen.findByRole("dialog", { name: "Give up your own admin role?" });
    await user.click(within(dialog).getByRole("button", { name: "Give it up" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("this is the last admin");
    expect(role("Ana Ruiz")).toBe("admin");
  });

  it("removes a member after naming what it means", async () => {
    const { user, desk } = renderApp("/people", { role: "admin" });
    await user.click(await screen.findByRole("button", { name: "Remove Tom Okafor" }));
    const dialog = await screen.findByRole("dialog", { name: "Remove Tom Okafor?" });
    expect(dialog).toHaveTextContent("Every open session of this person ends at once");
    await user.click(within(dialog).getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(screen.queryByText("tom@northwind.example")).toBeNull());
    expect(desk.people.members.size).toBe(3);
  });

  it("shows a manager who is here, and nothing to change", async () => {
    renderApp("/people");
    const table = await screen.findByRole("table", { name: "Members" });
    expect(within(table).getByText("Ana Ruiz")).toBeVisible();
    expect(within(table).queryByRole("combobox")).toBeNull();
    expect(screen.queryByRole("button", { name: "Invite somebody" })).toBeNull();
  });
});

describe("the stop switch", () => {
  it("asks for a reason, shows the banner on every page, and resumes", async () => {
    const { user, desk, router } = renderApp("/people?show=organisation");
    await user.click(await screen.findByRole("button", { name: "Stop everything" }));
    const dialog = await screen.findByRole("dialog", { name: "Stop everything?" });
    expect(dialog).toHaveTextContent("No rule and no person changes anything in 4 accounts");
    await user.click(within(dialog).getByRole("button", { name: "Stop everything" }));
    expect(await within(dialog).findByText("Write why; others read it")).toBeVisible();
    expect(desk.people.stopped).toBeNull();
    await user.type(within(dialog).getByLabelText("Why?"), "budgets look wrong");
    await user.click(within(dialog).getByRole("button", { name: "Stop everything" }));
    const banner = await screen.findByRole("alert");
    expect(banner).toHaveTextContent("Everything is stopped: nothing is written to any platform.");
    expect(banner).toHaveTextContent(/Jonas Weber, .*“budgets look wrong”/);

    await act(() => router.navigate({ to: "/rules" }));
    await screen.findByRole("table", { name: "Rules" });
    const resume = within(screen.getByRole("alert")).getByRole("button", { name: "Resume" });
    await user.click(resume);
    const again = await screen.findByRole("dialog", { name: "Resume work?" });
    await user.click(within(again).getByRole("button", { name: "Resume" }));
    await waitFor(() => expect(screen.queryByText(/Everything is stopped/)).toBeNull());
    expect(desk.people.stopped).toBeNull();
  });

  it("shows the banner to who cannot resume, without the button", async () => {
    const { desk } = renderApp("/rules", { role: "marketer" });
    desk.people.stopped = { at: new Date(desk.now()).toISOString(), by: "Ana Ruiz", reason: "a test" };
    const banner = await screen.findByRole("alert");
    expect(banner).toHaveTextContent("A manager or an admin can resume.");
    expect(within(banner).queryByRole("button")).toBeNull();
  });
});

describe("scripts of the organisation", () => {
  it("are asked about until an admin trusts them, and again when the admin says so", async () => {
    const { user } = renderApp("/people?show=organisation", { role: "admin" });
    const panel = (await screen.findByRole("heading", { name: "Scripts in rules" })).closest(
      "section",
    ) as HTMLElement;
    expect(within(panel).getByText("Asked about")).toBeVisible();
    await user.click(within(panel).getByRole("button", { name: "Trust scripts" }));
    expect(await within(panel).findByText("Trusted")).toBeVisible();
    await user.click(within(panel).getByRole("button", { name: "Ask about them again" }));
    expect(await within(panel).findByText("Asked about")).toBeVisible();
  });

  it("are an admin's business: a marketer only reads how it stands", async () => {
    renderApp("/people?show=organisation", { role: "marketer" });
    await screen.findByRole("heading", { name: "Scripts in rules" });
    expect(screen.queryByRole("button", { name: "Trust scripts" })).toBeNull();
  });
});

describe("a person's own page", () => {
  it("changes the name that the shell shows", async () => {
    const { user } = renderApp("/profile");
    const name = await screen.findByLabelText("Name");
    await user.clear(name);
    await user.type(name, "Jo Weber");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Jo Weber")).toBeVisible();
  });

  it("changes the password, which ends the other sessions", async () => {
    const { user, desk } = renderApp("/profile");
    const old = desk.password;
    await user.type(await screen.findByLabelText("Current password"), "wrong");
    await user.type(screen.getByLabelText("New password"), "a much longer one");
    await user.click(screen.getByRole("button", { name: "Change the password" }));
    expect(await screen.findByText("this is not your current password")).toBeVisible();
    expect(screen.getByText("Safari on iPhone")).toBeVisible();
    await user.clear(screen.getByLabelText("Current password"));
    await user.type(screen.getByLabelText("Current password"), old);
    await user.click(screen.getByRole("button", { name: "Change the password" }));
    expect(await screen.findByText(/All other sessions have ended/)).toBeVisible();
    await waitFor(() => expect(screen.queryByText("Safari on iPhone")).toBeNull());
    expect(screen.getByText("This browser")).toBeVisible();
  });

  it("ends a session that is not recognised", async () => {
    const { user, desk } = renderApp("/profile");
    await user.click(await screen.findByRole("button", { name: "End the session of curl" }));
    await waitFor(() => expect(screen.queryByText("curl")).toBeNull());
    expect(desk.people.sessions.size).toBe(2);
  });
});

describe("notifications", () => {
  it("are counted at the bell, lead to what they are about, and are read then", async () => {
    const { user, router, desk } = renderApp("/rules");
    await user.click(await screen.findByRole("button", { name: "Notifications, 2 unread" }));
    const drawer = await screen.findByRole("dialog", { name: "Notifications" });
    const first = await within(drawer).findByRole("link", { name: /Stop loss proposes 3 pauses/ });
    expect(first).toHaveTextContent("3 times");
    expect(within(drawer).getByRole("heading", { name: "Today" })).toBeVisible();
    await user.click(first);
    await waitFor(() => expect(router.state.location.pathname).toBe("/approvals"));
    expect(await screen.findByRole("button", { name: "Notifications, 1 unread" })).toBeVisible();
    expect(desk.people.unread()).toBe(1);
  });

  it("are grouped by the days of business time, and say whose clock it is", async () => {
    const { user } = renderApp("/rules");
    await user.click(await screen.findByRole("button", { name: "Notifications, 2 unread" }));
    const drawer = await screen.findByRole("dialog", { name: "Notifications" });
    // The demo's day is not the watch's: what happened seven business hours ago is of today all the same.
    expect(await within(drawer).findByText(/^Times are of the demo's clock, now \w+ \d+:\d+/)).toBeVisible();
    const today = within(drawer).getByRole("region", { name: "Today" });
    expect(within(today).getByText("Halden Coffee DE has to be reconnected")).toBeVisible();
    expect(within(today).getAllByText(/^\d+:\d\d/)).toHaveLength(2);
  });

  it("can all be marked as read, and the bell hears of new ones", async () => {
    const { user, desk } = renderApp("/rules");
    await user.click(await screen.findByRole("button", { name: "Notifications, 2 unread" }));
    const drawer = await screen.findByRole("dialog", { name: "Notifications" });
    await user.click(within(drawer).getByRole("button", { name: "Mark all as read" }));
    await user.click(within(drawer).getByRole("radio", { name: "Unread" }));
    expect(await within(drawer).findByText("You have read everything")).toBeVisible();
    for (const each of desk.people.notifications.values()) each.read_at = null;
    TestEventSource.latest?.emit("notifications");
    expect(await within(drawer).findByText("Stop loss proposes 3 pauses")).toBeVisible();
  });
});
