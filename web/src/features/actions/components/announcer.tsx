import { VisuallyHidden } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActionSummary } from "~/shared/api/types";
import type { Outcome } from "../api/decide";
import type { Tab } from "../model/states";

interface AnnouncerProps {
  items: readonly ActionSummary[];
  tab: Tab;
  outcome: Outcome | undefined;
  pending: boolean;
}

/** Says to screen readers what changed in the list by itself, and what became of a bulk decision. */
export function Announcer({ items, tab, outcome, pending }: AnnouncerProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const known = useRef<ReadonlySet<string>>(undefined);
  useEffect(() => {
    if (pending) return;
    const before = known.current;
    known.current = new Set(items.map(({ id }) => id));
    if (!before || tab !== "waiting") return;
    const arrived = items.filter(({ id }) => !before.has(id)).length;
    if (arrived > 0) setWords(t("actions.arrived", { count: arrived }));
  }, [items, pending, tab, t]);
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
