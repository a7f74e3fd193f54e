import { act, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { ProblemCode } from "~/shared/api/types";
import { renderApp } from "./render";
import { server } from "./server";

/** Goes on with the platform that is chosen, once there is one. */
async function goOn(user: UserEvent) {
  const button = await screen.findByRole("button", { name: "Go on" });
  await waitFor(() => expect(button).toBeEnabled());
  await user.click(button);
}

/** Goes through the first step, and returns the connection that was begun. */
async function begin(options: Parameters<typeof renderApp>[1] = {}) {
  const app = renderApp("/accounts", { role: "admin", ...options });
  const { user, desk } = app;
  await user.click(await screen.findByRole("button", { name: "Connect accounts" }));
  await goOn(user);
  const leave = await screen.findByRole("link", { name: "Sign in at Google Ads" });
  const connection = [...desk.connections.connections.values()].at(-1);
  if (!connection) throw new Error("no connection was begun");
  return { ...app, leave, connection };
}

describe("connecting accounts", () => {
  it("goes from the platform over the sign-in and the choice to the first data", async () => {
    const { user, desk, leave, connection, queries, router } = await begin();
    desk.connections.msPerDay = 1;
    expect(leave).toHaveAttribute("href", `/api/v1/mock/consent?connection=${connection.id}`);
    expect(screen.getByText(/Reading campaigns and results/)).toBeVisible();

    desk.connections.answer(connection, "allow");
    await act(() => queries.invalidateQueries({ queryKey: ["accounts"] }));
    const group = await screen.findByRole("list", { name: "Under Northwind Group" });
    expect(within(group).getByText("Already connected")).toBeVisible();
    expect(within(group).getByText("Closed, cancelled or suspended at the platform")).toBeVisible();
    expect(
      screen.getByText(
        "Another organisation of this installation has it connected; one account has one desk",
      ),
    ).toBeVisible();
    expect(within(group).getAllByRole("checkbox")).toHaveLength(2);

    await user.click(screen.getByRole("button", { name: "Connect 0 accounts" }));
    expect(await screen.findByText("Select at least one account")).toBeVisible();
    await user.click(screen.getByRole("checkbox", { name: "Select all 2 of Northwind Group" }));
    await user.click(screen.getByRole("checkbox", { name: "Harbour Tea" }));
    await user.click(screen.getByRole("combobox", { name: "Brand" }));
    await user.click(await screen.findByRole("option", { name: "New brand…" }));
    await user.type(screen.getByLabelText("Name of the new brand"), "Harbour");
    await user.click(screen.getByRole("button", { name: "Connect 3 accounts" }));

    expect(await screen.findByRole("progressbar", { name: "First data of Harbour Tea" })).toBeInTheDocument();
    expect(router.state.location.search).toHaveProperty("chosen");
    expect(await screen.findByText("Everything is here")).toBeVisible();
    expect(screen.getAllByText("90 of 90 days")).toHaveLength(3);
    const made = [...desk.connections.accounts.values()].filter(({ brand }) => brand.name === "Harbour");
    expect(made.map(({ name }) => name)).toEqual(["Northwind Canada", "Northwind Mexico", "Harbour Tea"]);
  });

  it.each([
    ["refused", "You did not allow the access", "Sign in again"],
    ["missing_scope", "A permission is missing", "Sign in again and allow all of it"],
    ["code_rejected", "Google did not accept the sign-in", "Sign in again"],
    ["no_accounts", "This user reaches no ad account", "Sign in with another user"],
    ["expired", "The sign-in was not finished in time", "Begin again"],
    ["platform_error", "Google does not answer", "Try again"],
  ] as [ProblemCode, string, string][])(
    "says what happened and what to do after: %s",
    async (code, title, button) => {
      const { user, desk, connection, queries, router } = await begin();
      desk.connections.answer(connection, code);
      await act(() => queries.invalidateQueries({ queryKey: ["accounts"] }));
      const alert = await screen.findByRole("alert");
      expect(alert).toHaveTextContent(title);
      expect(alert).toHaveTextContent("What to do:");
      const scopes = screen.queryByRole("list", { name: "What was asked for" });
      if (code === "missing_scope") {
        expect(scopes).toHaveTextContent("openidGranted");
        expect(scopes).toHaveTextContent("adwordsNot granted");
      } else {
        expect(scopes).toBeNull();
      }
      await user.click(screen.getByRole("button", { name: button }));
      expect(await screen.findByRole("link", { name: "Sign in at Google Ads" })).toBeVisible();
      expect(router.state.location.pathname).not.toContain(connection.id);
    },
  );

  it("goes on where it stood when somebody comes back, also in another tab", async () => {
    const first = await begin();
    const { connection, desk, user } = first;
    const { router } = first;
    await act(() => router.navigate({ to: "/rules" }));
    await screen.findByRole("table", { name: "Rules" });
    sessionStorage.clear();
    await act(() =>
      router.navigate({ to: "/accounts/connect/$connectionId", params: { connectionId: connection.id } }),
    );
    expect(await screen.findByText("This sign-in was begun in another tab")).toBeVisible();
    desk.connections.answer(connection, "allow");
    expect(await screen.findByText("Choose the accounts to connect")).toBeVisible();
    await user.click(screen.getByRole("checkbox", { name: "Harbour Tea" }));
    expect(screen.getByRole("button", { name: "Connect 1 account" })).toBeEnabled();
  });

  it("puts a refusal of one account beside that account, and keeps the choice", async () => {
    const { user, desk, connection, queries } = await begin();
    desk.connections.answer(connection, "allow");
    desk.connections.outcome = "platform_error";
    await act(() => queries.invalidateQueries({ queryKey: ["accounts"] }));
    await user.click(await screen.findByRole("checkbox", { name: "Northwind Canada" }));
    await user.click(screen.getByRole("checkbox", { name: "Northwind Mexico" }));
    await user.click(screen.getByRole("button", { name: "Connect 2 accounts" }));
    expect(await screen.findByText("Google has closed this account meanwhile")).toBeVisible();
    expect(screen.getByRole("checkbox", { name: "Northwind Canada" })).toBeChecked();
  });

  it("says so when a sign-in comes back that was not begun here", async () => {
    renderApp("/accounts/connect?problem=unknown", { role: "admin" });
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "That sign-in could not be matched to this desk",
    );
  });

  it("says why a sign-in cannot be begun", async () => {
    const { user, desk } = renderApp("/accounts/connect", { role: "admin" });
    desk.connections.platformsUp = false;
    await goOn(user);
    expect(await screen.findByRole("alert")).toHaveTextContent("the vault is locked");
  });

  it("is not offered to a role that cannot", async () => {
    const { router } = renderApp("/accounts");
    expect(await screen.findByRole("table", { name: /Northwind Outdoor/ })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Connect accounts" })).toBeNull();
    await act(() => router.navigate({ to: "/accounts/connect" }));
    expect(await screen.findByText("Your role does not include this page")).toBeVisible();
  });
});

describe("accounts", () => {
  it("are grouped by brand, worst first, and filtered by the address", async () => {
    const { user, router } = renderApp("/accounts", { role: "admin" });
    await screen.findByRole("table", { name: "Accounts, Halden Coffee" });
    const brands = screen.getAllByRole("heading", { level: 2 }).map(({ textContent }) => textContent);
    expect(brands).toEqual(["Halden Coffee1 account", "Northwind Outdoor3 accounts"]);
    await user.click(screen.getByRole("radio", { name: "Need attention 1" }));
    await waitFor(() => expect(screen.queryByText("Northwind EU")).toBeNull());
    expect(router.state.location.search).toMatchObject({ only: "unwell" });
    await user.click(screen.getByRole("radio", { name: "All 4" }));
    await user.type(screen.getByRole("searchbox", { name: "Search accounts" }), "7339041180");
    expect(await screen.findByText("Northwind EU")).toBeVisible();
    await waitFor(() => expect(screen.queryByText("Northwind US")).toBeNull());
  });

  it("show the state of sign-in, data, queue and rules, and lead a lost sign-in back to the platform", async () => {
    const { user } = renderApp("/accounts", { role: "admin" });
    await user.click(await screen.findByRole("link", { name: "Halden Coffee DE" }));
    expect(
      await screen.findByText("Nothing of this account works until somebody signs in again"),
    ).toBeVisible();
    expect(screen.getByText("Must be renewed")).toBeVisible();
    expect(within(screen.getByRole("table", { name: "Data" })).getAllByText("Late")).toHaveLength(2);
    expect(screen.getByText(/It compares with an amount in USD/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Show decisions" })).toHaveAttribute(
      "href",
      expect.stringMatching(/^\/decisions\?account=/),
    );
    await user.click(screen.getByRole("button", { name: "Reconnect" }));
    expect(await screen.findByRole("heading", { name: "Reconnect Halden Coffee DE" })).toBeVisible();
  });

  it("are disconnected only after the consequences were named", async () => {
    const { user, desk, router } = renderApp("/accounts", { role: "admin" });
    await user.click(await screen.findByRole("link", { name: "Northwind US" }));
    await user.click(await screen.findByRole("button", { name: "Manage" }));
    await user.click(await screen.findByRole("menuitem", { name: "Disconnect" }));
    const dialog = await screen.findByRole("dialog", { name: "Disconnect Northwind US?" });
    expect(dialog).toHaveTextContent(/rules no longer look at it: Stop loss/);
    expect(dialog).toHaveTextContent("Changes of it that wait for approval are cancelled");
    await user.click(within(dialog).getByRole("button", { name: "Disconnect" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/accounts"));
    expect([...desk.connections.accounts.values()].find(({ name }) => name === "Northwind US")?.state).toBe(
      "disconnected",
    );
  });

  it("are moved to another brand by the version that was read", async () => {
    const { user, desk } = renderApp("/accounts", { role: "admin" });
    await user.click(await screen.findByRole("link", { name: "Northwind US" }));
    const account = [...desk.connections.accounts.values()].find(({ name }) => name === "Northwind US");
    if (!account) throw new Error("no account");
    await user.click(await screen.findByRole("button", { name: "Manage" }));
    await user.click(await screen.findByRole("menuitem", { name: "Move to another brand" }));
    const dialog = await screen.findByRole("dialog", { name: "Move Northwind US to another brand" });
    await user.click(await within(dialog).findByRole("combobox", { name: "Brand" }));
    await user.click(await screen.findByRole("option", { name: "Halden Coffee" }));
    desk.connections.touch(account);
    await user.click(within(dialog).getByRole("button", { name: "Move" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("Somebody else changed this account");
    expect(account.brand.name).toBe("Northwind Outdoor");
    await user.click(within(dialog).getByRole("button", { name: "Move" }));
    await waitFor(() => expect(account.brand.name).toBe("Halden Coffee"));
  });

  it("are resumed from quarantine, and say when that did not work", async () => {
    const { user, desk } = renderApp("/accounts", { role: "admin" });
    const account = [...desk.connections.accounts.values()].find(({ name }) => name === "Northwind EU");
    if (!account) throw new Error("no account");
    account.state = "quarantined";
    account.state_detail = "Five syncs in a row failed.";
    await user.click(await screen.findByRole("link", { name: "Northwind EU" }));
    await screen.findByText("This account was set aside");
    server.use(
      http.post(
        "*/api/v1/accounts/:id/resume",
        () => HttpResponse.json({ title: "No", status: 409, detail: "it is being read" }, { status: 409 }),
        { once: true },
      ),
    );
    await user.click(screen.getByRole("button", { name: "Resume" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("it is being read");
    await user.click(screen.getByRole("button", { name: "Resume" }));
    await waitFor(() => expect(screen.queryByText("This account was set aside")).toBeNull());
    expect(account.state).toBe("active");
  });
});
