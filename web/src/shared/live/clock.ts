// Business time in the browser. The server's two clocks come from GET /clock; between two answers business time
// is carried on at the stated speed. Approvals, schedules and data live in business time; `Date.now()` does not.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { api, body } from "../api/client";
import type { Clock } from "../api/types";

export const clockQuery = queryOptions({
  queryKey: ["clock"],
  queryFn: async ({ signal }) => {
    const asked = Date.now();
    const clock = await body(api.GET("/clock", { signal }));
    // Half the round trip is the best guess at how old the answer already is.
    return { clock, receivedAt: Date.now() - (Date.now() - asked) / 2 };
  },
  refetchInterval: 30_000,
});

/** Business time at the browser's `now`; it stands still while the server's clock is stalled. */
export function businessNow(clock: Clock, receivedAt: number, now: number): number {
  const business = Date.parse(clock.business_now);
  return clock.stalled ? business : business + Math.max(0, now - receivedAt) * clock.speed;
}

// One timer for the whole page, however many countdowns are on it.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let second = Math.floor(Date.now() / 1000);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    second = Math.floor(Date.now() / 1000);
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The browser's own time, renewed each second. */
export function useSecond(): number {
  return useSyncExternalStore(subscribe, () => second) * 1000;
}

export interface BusinessTime {
  now: number;
  speed: number;
  source: Clock["source"];
  stalled: boolean;
}

/** Business time, renewed each second; undefined until the server has told it. */
export function useBusinessTime(): BusinessTime | undefined {
  useSecond();
  const { data } = useQuery(clockQuery);
  if (!data) return undefined;
  const { clock, receivedAt } = data;
  return {
    now: businessNow(clock, receivedAt, Date.now()),
    speed: clock.speed,
    source: clock.source,
    stalled: clock.stalled,
  };
}
