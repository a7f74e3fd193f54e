import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ActionSummary } from "~/shared/api/types";
import { IconInbox } from "~/shared/ui/icons";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import type { Decided } from "../model/decided";
import { ActionCard } from "./action-card";
import type { InboxView } from "./inbox";
import { narrowings } from "./inbox-filters";
import styles from "./inbox-list.module.css";

export interface InboxListHandle {
  /** Brings a card into the window; it exists only when it is near. */
  reveal: (id: string) => void;
}

interface InboxListProps {
  view: InboxView;
  list: UseInfiniteQueryResult;
  items: readonly ActionSummary[];
  decided: ReadonlyMap<string, Decided>;
  selected: ReadonlyMap<string, ActionSummary> | undefined;
  onSelect: (action: ActionSummary) => void;
  handle: Ref<InboxListHandle>;
}

/** Height of a card until it was measured. */
const CARD = 118;
const OVERSCAN = 8;
/** The next page is asked for when this many cards are left below. */
const AHEAD = 15;

/** The changes of a tab: hundreds of them, of which only those near the window exist. */
export function InboxList({ view, list, items, decided, selected, onSelect, handle }: InboxListProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const narrowed = narrowings(view) > 0;
  const cards = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD,
    getItemKey: (at) => items[at]?.id ?? at,
    measureElement: (element) => element.getBoundingClientRect().height || CARD,
    overscan: OVERSCAN,
  });
  useImperativeHandle(
    handle,
    () => ({
      reveal: (id) => {
        const at = items.findIndex((item) => item.id === id);
        if (at >= 0) cards.scrollToIndex(at, { align: "auto" });
      },
    }),
    [items, cards],
  );
  const shown = cards.getVirtualItems();
  const first = shown[0];
  const last = shown[shown.length - 1];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const near = last !== undefined && last.index >= items.length - AHEAD;
  useEffect(() => {
    if (near && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [near, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const flag = (id: string) => {
    const entry = decided.get(id);
    if (entry?.phase !== "refused") return undefined;
    if (entry.current) return t("actions.moved.badge");
    return t(entry.problem?.unreachable ? "actions.problem.uncertain" : `actions.problem.${entry.verb}`);
  };

  return (
    <div className={styles.scroll} data-inbox-list ref={scroller}>
      {list.isPending ? (
        <RowsSkeleton rows={6} height={CARD} />
      ) : list.isError && items.length === 0 ? (
        <LoadFailure error={list.error} retry={() => void list.refetch()} />
      ) : items.length === 0 ? (
        <Note
          icon={IconInbox}
          title={narrowed ? t("actions.empty.filtered") : t(`actions.empty.${view.tab}`)}
          help={narrowed ? undefined : t(`actions.empty.${view.tab}Help`)}
          role="status"
        />
      ) : (
        <ul
          className={styles.cards}
          aria-label={t(`actions.list.${view.tab}`)}
          style={{ paddingTop: first?.start ?? 0, paddingBottom: last ? cards.getTotalSize() - last.end : 0 }}
        >
          {shown.map(({ index, key }) => {
            const action = items[index];
            return (
              action && (
                <ActionCard
                  key={key}
                  ref={cards.measureElement}
                  action={action}
                  index={index}
                  of={hasNextPage ? -1 : items.length}
                  current={view.selected === action.id}
                  selected={selected?.has(action.id)}
                  onSelect={onSelect}
                  flag={flag(action.id)}
                />
              )
            );
          })}
        </ul>
      )}
      {isFetchingNextPage && (
        <p className={styles.more} role="status">
          {t("state.loading")}
        </p>
      )}
    </div>
  );
}
