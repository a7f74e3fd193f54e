import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { renderApp } from "./render";

describe("what stands below a campaign", () => {
  it("is reached from the rule that is about it, and shows what is said about it alone", async () => {
    const { user, desk, router } = renderApp("/campaigns");
    const campaign = desk.campaigns[0];
    await router.navigate({ to: "/campaigns/$campaignId", params: { campaignId: campaign?.id ?? "" } });
    const verdicts = await screen.findByRole("region", { name: "What your rules say now" });
    const below = await screen.findByRole("table", { name: "Below this campaign" });
    expect(within(below).getByRole("link", { name: "Trail shoes, broad" })).toBeVisible();
    await user.click(await within(verdicts).findByText("Trail shoes, broad: Trim overspenders"));
    await user.click(within(verdicts).getByRole("link", { name: "Ad group Trail shoes, broad" }));

    expect(await screen.findByRole("heading", { level: 1, name: "Trail shoes, broad" })).toBeVisible();
    const own = screen.getByRole("region", { name: "What your rules say now" });
    expect(within(own).getByText("Trim overspenders")).toBeVisible();
    expect(within(own).queryByText("Stop loss")).not.toBeInTheDocument();
    expect(await screen.findByRole("region", { name: "Results" })).toHaveTextContent("Conversions");
    expect(screen.getByRole("region", { name: "Ad group" })).toHaveTextContent("165306900041");
    expect(screen.getByRole("link", { name: campaign?.name ?? "" })).toHaveAttribute(
      "href",
      `/campaigns/${campaign?.id}`,
    );

    // Its history is its own; the shadow of the rule about it is one click away.
    const past = await screen.findByRole("region", { name: "History" });
    expect(await within(past).findByText("$1.20")).toBeVisible();
    expect(within(past).getAllByRole("listitem")).toHaveLength(1);
    await user.click(within(own).getByText("Trim overspenders"));
    expect(within(own).getByRole("link", { name: "What its shadow decides" })).toHaveAttribute(
      "href",
      expect.stringMatching(/^\/decisions\?rule=.+&campaign=/),
    );
    await user.click(within(past).getByRole("link", { name: "Decisions" }));
    expect(router.state.location.search).toMatchObject({ about: "decisions" });
  });

  it("is named in the history of its campaign, and reached from there", async () => {
    const { desk, router } = renderApp("/campaigns");
    await router.navigate({
      to: "/campaigns/$campaignId",
      params: { campaignId: desk.campaigns[0]?.id ?? "" },
    });
    const past = await screen.findByRole("region", { name: "History" });
    const line = (await within(past).findByText("$1.20")).closest("li");
    expect(line).toHaveTextContent("Ad group Trail shoes, broad: Cpa $61.20 is above $45.00");
    expect(
      within(line as HTMLElement).getByRole("link", { name: "Ad group Trail shoes, broad" }),
    ).toHaveAttribute("href", expect.stringContaining("/objects/"));
  });

  it("says so where it does not exist", async () => {
    const { desk, router } = renderApp("/campaigns");
    await router.navigate({
      to: "/campaigns/$campaignId/objects/$objectId",
      params: { campaignId: desk.campaigns[0]?.id ?? "", objectId: "0191d0c4-0000-7000-8000-000000000000" },
    });
    expect(await screen.findByText("There is nothing at this address")).toBeVisible();
  });
});
