import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { newestLines } from "~/features/rates/model/file";
import { renderApp } from "./render";

const csv = (text: string) => new File([text], "march.csv", { type: "text/csv" });

async function upload(user: ReturnType<typeof renderApp>["user"], file: File) {
  const chosen = document.querySelector<HTMLInputElement>('input[type="file"]');
  if (!chosen) throw new Error("nothing to choose a file with");
  await user.upload(chosen, file);
}

describe("exchange rates", () => {
  it("say which pair is too old for rules, show its days, and are reached from the rules", async () => {
    const { user } = renderApp("/rules", { role: "marketer" });
    await user.click(await screen.findByRole("link", { name: "Rates" }));
    const pairs = await screen.findByRole("table", { name: "Pairs" });
    expect(screen.getByText("1 pair is older than 7 days")).toBeVisible();
    const [pound, dollar] = within(pairs).getAllByRole("row").slice(1);
    expect(pound).toHaveTextContent("GBP → EUR");
    expect(pound).toHaveTextContent("Too old for rules");
    expect(dollar).toHaveTextContent("Counts until");
    await user.click(within(pairs).getByRole("link", { name: "USD → EUR" }));
    const days = await screen.findByRole("table", { name: "USD to EUR by day" });
    expect(within(days).getAllByRole("row")[1]).toHaveTextContent("0.929");
    await user.click(screen.getByRole("button", { name: "Load more" }));
    expect(await within(days).findByText("0.900")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Upload a file" })).toBeNull();
  });

  it("come from a file, all of it or nothing, and a day is corrected by hand", async () => {
    const { user, desk } = renderApp("/rules/rates", { role: "admin" });
    await screen.findByRole("table", { name: "Pairs" });
    const before = desk.rates.rows.length;
    await upload(user, csv("day,from,to,rate\n2026-03-04,CHF,EUR,none\n"));
    expect(await screen.findByRole("alert")).toHaveTextContent("Line 2");
    expect(desk.rates.rows).toHaveLength(before);

    await upload(user, csv("day,from,to,rate\n2026-03-04,CHF,EUR,1.07\n"));
    expect(await screen.findByText("1 rate was read, 1 new or different")).toBeVisible();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(await screen.findByRole("link", { name: "CHF → EUR" })).toBeVisible();

    await user.click(screen.getByRole("button", { name: "Add a day" }));
    const form = await screen.findByRole("dialog", { name: "Add the rate of a day" });
    await user.type(within(form).getByRole("textbox", { name: "Rate" }), "1.08");
    await user.click(within(form).getByRole("button", { name: "Add" }));
    expect(await screen.findAllByText("1.08")).not.toHaveLength(0);
    const francs = desk.rates.rows.filter(({ from }) => from === "CHF");
    expect(francs.map(({ rate }) => rate)).toEqual(["1.08"]);
  });

  it("send of the bank's whole history what the server reads, the newest days of it", () => {
    const line = `2026-03-04,${"1.0,".repeat(30)}\n`;
    const history = `Date,USD,JPY\n${line.repeat(20_000)}`;
    const sent = newestLines(history);
    expect(sent.length).toBeLessThanOrEqual(900_000);
    expect(sent.length).toBeGreaterThan(900_000 - line.length);
    expect(sent.endsWith(line)).toBe(true);
    expect(newestLines("day,from,to,rate\n")).toBe("day,from,to,rate\n");
  });
});
