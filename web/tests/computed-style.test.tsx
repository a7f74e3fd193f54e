import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { thoroughComputedStyle } from "./computed-style";
import { renderApp } from "./render";

const told = ["display", "visibility", "pointerEvents", "opacity", "position", "transform"] as const;

it.each(["/approvals", "/rules/library", "/accounts/connect"])(
  "what is shown on %s is told as jsdom tells it",
  async (address) => {
    const { user } = renderApp(address, { role: "admin" });
    await screen.findByRole("heading", { level: 1 });
    await user.click(screen.getByRole("button", { name: /Ana Ruiz/ }));
    const differ = [...document.querySelectorAll("*")].filter((element) => {
      const [quick, thorough] = [getComputedStyle(element), thoroughComputedStyle(element)];
      return told.some((name) => quick[name] !== thorough[name]);
    });
    expect(differ.map((element) => element.outerHTML.slice(0, 120))).toEqual([]);
  },
);
