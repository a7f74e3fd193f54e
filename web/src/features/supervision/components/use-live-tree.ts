import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ActorTree } from "~/shared/api/types";
import { useSecond } from "~/shared/live/clock";
import { actorsQuery, EVERY_MS } from "../api/get-actors";
import { countChanged, emptyFeed, type Feed, observe } from "../model/feed";

/** The page changes at most this often, however fast the hints come. */
const AT_MOST_EVERY_MS = 700;
/** So many readings in a row have to be missing before the page says that it is old. */
const MISSED = 3;

export type Freshness = "live" | "held" | "old";

/**
 * The tree as it is shown: the newest answer, applied at a readable pace, and not at all while `held`.
 * INVARIANT: what is shown is never called live when the newest answer is older than a few readings.
 */
export function useLiveTree(held: boolean) {
  const { data: latest, error, isPending, refetch, dataUpdatedAt } = useQuery(actorsQuery);
  const now = useSecond();
  const [feed, setFeed] = useState<Feed>(emptyFeed);
  const [shown, setShown] = useState<{ answer: ActorTree; rates: Feed["rates"]; readAt: number }>();

  useEffect(() => {
    if (latest) setFeed((before) => observe(before, latest));
  }, [latest]);

  const shownAt = shown?.readAt ?? 0;
  const { last, rates } = feed;
  useEffect(() => {
    // What is shown changes as one: the tree and how fast it works are of the same moment.
    if (!last || last !== latest || (held && shownAt > 0)) return;
    const wait = Math.max(0, shownAt + AT_MOST_EVERY_MS - dataUpdatedAt);
    const timer = setTimeout(() => setShown({ answer: last, rates, readAt: dataUpdatedAt }), wait);
    return () => clearTimeout(timer);
  }, [last, rates, latest, dataUpdatedAt, held, shownAt]);

  const readAt = shown?.readAt ?? dataUpdatedAt;
  const old = now - dataUpdatedAt > MISSED * EVERY_MS;
  const freshness: Freshness = old ? "old" : held ? "held" : "live";
  return {
    answer: shown?.answer ?? latest,
    latest,
    feed,
    rates: shown?.rates ?? rates,
    error,
    isPending,
    refetch,
    freshness,
    /** Milliseconds since the server told what is shown. */
    age: Math.max(0, now - readAt),
    waiting: shown && latest ? countChanged(shown.answer, latest) : 0,
  };
}
