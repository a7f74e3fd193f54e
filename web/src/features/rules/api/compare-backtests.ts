import { api, body, patiently } from "~/shared/api/client";
import type { BacktestComparison } from "./types";

export interface ComparisonAsked {
  before: string;
  after: string;
  /** Values of parameters of the new text. */
  overrides: Record<string, string>;
  /** Those of the old one. */
  before_overrides: Record<string, string>;
  days: number;
}

/** Where two texts part on the same recorded past. It changes nothing. */
export const compareBacktests = (asked: ComparisonAsked, signal: AbortSignal): Promise<BacktestComparison> =>
  body(api.POST("/backtests/compare", { body: asked, fetch: patiently, signal }));
