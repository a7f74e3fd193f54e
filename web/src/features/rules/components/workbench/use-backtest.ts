import { useCallback, useEffect, useRef, useState } from "react";
import { type BacktestAsked, runBacktest } from "../../api/run-backtest";
import type { Backtest } from "../../api/types";

/** An answer together with what was asked: the text on the page may have moved on. */
export interface BacktestRun {
  asked: BacktestAsked;
  found: Backtest;
}

export interface BacktestState {
  /** The latest answer; it stays while the next one is on its way. */
  run: BacktestRun | undefined;
  /** When the run that is on its way began, by the browser's watch. */
  since: number | undefined;
  error: unknown;
  start: (asked: BacktestAsked) => void;
  stop: () => void;
}

/** Runs backtests when told to, one at a time; leaving the page ends the one on its way. */
export function useBacktest(): BacktestState {
  const [run, setRun] = useState<BacktestRun>();
  const [since, setSince] = useState<number>();
  const [error, setError] = useState<unknown>(null);
  const current = useRef<AbortController>(undefined);

  const stop = useCallback(() => {
    current.current?.abort();
    current.current = undefined;
    setSince(undefined);
  }, []);
  useEffect(() => () => current.current?.abort(), []);

  const start = useCallback((asked: BacktestAsked) => {
    current.current?.abort();
    const own = new AbortController();
    current.current = own;
    setSince(Date.now());
    setError(null);
    const isCurrent = () => current.current === own;
    runBacktest(asked, own.signal)
      .then((found) => {
        if (isCurrent()) setRun({ asked, found });
      })
      .catch((cause: unknown) => {
        if (isCurrent()) setError(cause);
      })
      .finally(() => {
        if (isCurrent()) setSince(undefined);
      });
  }, []);

  return { run, since, error, start, stop };
}
