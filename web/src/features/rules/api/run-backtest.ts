import { api, body, patiently } from "~/shared/api/client";
import type { Backtest } from "./types";

/** What is tried on the past. */
export interface BacktestAsked {
  text: string;
  overrides: Record<string, string>;
  /** The rule of which the text is to become the next version. */
  rule: string | undefined;
  days: number;
  withEnabled: boolean;
  /** One account; all without it. */
  account: string | undefined;
}

/** Runs a text over the recorded past. It changes nothing, and the server ends it by itself: what it reached is the answer. */
export const runBacktest = (
  { text, overrides, rule, days, withEnabled, account }: BacktestAsked,
  signal: AbortSignal,
): Promise<Backtest> =>
  body(
    api.POST("/backtests", {
      body: {
        text,
        overrides,
        days,
        with_enabled: withEnabled,
        ...(rule === undefined ? {} : { rule_id: rule }),
        ...(account === undefined ? {} : { account_id: account }),
      },
      fetch: patiently,
      signal,
    }),
  );
