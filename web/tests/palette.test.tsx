import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { usePreferences } from "~/shared/preferences";
import { renderApp } from "./render";
import { server } from "./server";

async function openPalette(address: string, options = {}) {
  const app = renderApp(address, options);
  await screen.findByRole("navigation", { name: "Main" });
  await app.user.keyboard("{Control>}k{/Control}");
  const palette = await screen.findByRole("dialog", { name: "Command palette" });
  return { ...app, palette, input: within(palette).getByRole("textbox") };
}

describe("the command palette", () => {
  it("answers with local commands at once, and with the server's finds when they come", async () => {
    const { user, palette, input, router } = await openPalette("/accounts", { role: "admin" });
    let answer = () => {};
    const answered = new Promise<void>((done) => {
      answer = done;
    });
    server.use(
      http.get("*/api/v1/campaigns", async () => {
        await answered;
        return undefined;
      }),
    );
    await user.type(input, "Ac");
    expect(within(palette).getByText("Actors")).toBeVisible();
    answer();
    await user.clear(input);
    await user.type(input, "Northwind");
    expect(await within(palette).findByText("733-904-1180, Northwind Outdoor")).toBeVisible();
    await user.clear(input);
    await user.type(input, "Brand US");
    await user.click(await within(palette).findByText("Brand US"));
    await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/campaigns\/.+/));
  });

  it("finds rules and accounts, and goes there by keyboard alone", async () => {
    const { user, palette, input, router } = await openPalette("/approvals");
    await user.type(input, "1984405562");
    await within(palette).findByText("Halden Coffee DE");
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/accounts\/.+/));
  });

  it("finds an account on whatever page of the list it is, and has the server search the rules", async () => {
    const { user, palette, input, desk } = await openPalette("/people", { role: "admin" });
    const accounts = [...desk.connections.accounts.values()];
    const searched: (string | null)[] = [];
    server.use(
      http.get("*/api/v1/accounts", ({ request }) => {
        const at = Number(new URL(request.url).searchParams.get("cursor") ?? 0);
        const next = at + 1 < accounts.length ? String(at + 1) : null;
        return HttpResponse.json({ data: accounts.slice(at, at + 1), next_cursor: next });
      }),
      http.get("*/api/v1/rules", ({ request }) => {
        searched.push(new URL(request.url).searchParams.get("q"));
        return undefined;
      }),
    );
    const last = accounts.at(-1);
    await user.click(input);
    await user.paste(last?.external_id ?? "");
    expect(await within(palette).findByText(last?.name ?? "")).toBeVisible();
    await user.clear(input);
    await user.paste("trim over");
    expect(await within(palette).findByText("Trim overspenders")).toBeVisible();
    expect(searched).toContain("trim over");
  });

  it("follows the commands of the page under it as they come and go", async () => {
    const { palette, router } = await openPalette("/accounts", { role: "admin" });
    expect(await within(palette).findByText("Connect accounts")).toBeVisible();
    await act(() => router.navigate({ to: "/people" }));
    expect(await within(palette).findByText("Invite somebody")).toBeVisible();
    expect(within(palette).queryByText("Connect accounts")).toBeNull();
  });

  it("runs commands of the page, and shows their keys", async () => {
    const { user, palette, input } = await openPalette("/people", { role: "admin" });
    await user.type(input, "invite");
    const command = (await within(palette).findByText("Invite somebody")).closest("button");
    expect(command).toHaveTextContent("I");
    await user.click(command as HTMLElement);
    expect(await screen.findByRole("dialog", { name: "Invite somebody" })).toBeVisible();
  });

  it("offers nothing that the role does not include, and says when nothing matches", async () => {
    const { user, palette, input } = await openPalette("/rules", { role: "marketer" });
    expect(within(palette).queryByText("Actors")).toBeNull();
    expect(within(palette).queryByText("Stop everything")).toBeNull();
    await user.type(input, "zzzz");
    expect(await within(palette).findByText("Nothing matches")).toBeVisible();
  });
});

describe("single keys", () => {
  it("act on the page, and do not when they are switched off", async () => {
    const { user } = renderApp("/people", { role: "admin" });
    await screen.findByRole("table", { name: "Members" });
    usePreferences.setState({ singleKeys: false });
    await user.keyboard("i");
    expect(screen.queryByRole("dialog")).toBeNull();
    usePreferences.setState({ singleKeys: true });
    await waitFor(async () => {
      await user.keyboard("i");
      expect(screen.getByRole("dialog", { name: "Invite somebody" })).toBeVisible();
    });
  });
});
