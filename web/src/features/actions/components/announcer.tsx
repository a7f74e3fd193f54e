import { VisuallyHidden } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Outcome } from "../api/decide";
import type { ActionFilter } from "../api/list-actions";
import { countArrivals, type Known, learn, nothingKnown } from "../model/arrivals";

interface AnnouncerProps {
  /** What was asked for. */
  filter: ActionFilter;
  /** What the answer holds so far; undefined while it is another list's. */
  ids: readonly string[] | undefined;
  /** Whether all pages were read. */
  whole: boolean;
  outcome: Outcome | undefined;
}

/** Says to screen readers what changed in the list by itself, and what became of a bulk decision. */
export function Announcer({ filter, ids, whole, outcome }: AnnouncerProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const last = useRef<{ list: string; known: Known }>(undefined);
  const list = JSON.stringify(filter);
  useEffect(() => {
    if (!ids) return;
    const before = last.current?.list === list ? last.current.known : undefined;
    last.current = { list, known: learn(before ?? nothingKnown, ids, whole) };
    const arrived = before ? countArrivals(before, ids) : 0;
    if (arrived > 0 && filter.tab === "waiting") setWords(t("actions.arrived", { count: arrived }));
  }, [list, ids, whole, filter.tab, t]);
  useEffect(() => {
    if (!outcome) return;
    const { verb, done, refused } = outcome;
    setWords(
      [
        t(`actions.bulk.done.${verb}`, { count: done }),
        refused.length > 0 && t("actions.bulk.not", { count: refused.length }),
      ]
        .filter(Boolean)
        .join(" "),
    );
  }, [outcome, t]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {words}
    </VisuallyHidden>
  );
}
