import { Button } from "@mantine/core";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ActionSummary } from "~/shared/api/types";
import { IconInbox, IconX } from "~/shared/ui/icons";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import type { Decided } from "../model/decided";
import { ActionCard } from "./action-card";
import type { InboxView } from "./inbox";
import styles from "./inbox-list.module.css";

interface InboxListProps {
  view: InboxView;
  list: UseInfiniteQueryResult;
  items: readonly ActionSummary[];
  decided: ReadonlyMap<string, Decided>;
  selected: ReadonlySet<string> | undefined;
  onSelect: (id: string) => void;
}

export function InboxList({ view, list, items, decided, selected, onSelect }: InboxListProps) {
  const { t } = useTranslation();
  const filtered = view.rule !== undefined || view.campaign !== undefined;

  const flag = (id: string) => {
    const entry = decided.get(id);
    if (entry?.phase !== "refused") return undefined;
    if (entry.current) return t("actions.moved.badge");
    return t(entry.problem?.unreachable ? "actions.problem.uncertain" : `actions.problem.${entry.verb}`);
  };

  return (
    <div className={styles.scroll} data-inbox-list>
      {filtered && (
        <div className={styles.filter}>
          {t("actions.filtered")}
          <Link to="/approvals" search={{ tab: view.tab }} className={styles.clear}>
            <IconX size={14} stroke={2} aria-hidden /> {t("actions.clearFilter")}
          </Link>
        </div>
      )}
      {list.isPending ? (
        <RowsSkeleton rows={6} height={118} />
      ) : list.isError && items.length === 0 ? (
        <LoadFailure error={list.error} retry={() => void list.refetch()} />
      ) : items.length === 0 ? (
        <Note
          icon={IconInbox}
          title={filtered ? t("actions.empty.filtered") : t(`actions.empty.${view.tab}`)}
          help={filtered ? undefined : t(`actions.empty.${view.tab}Help`)}
          role="status"
        />
      ) : (
        <ul className={styles.cards} aria-label={t(`actions.list.${view.tab}`)}>
          {items.map((action) => (
            <ActionCard
              key={action.id}
              action={action}
              current={view.item === action.id}
              selected={selected?.has(action.id)}
              onSelect={onSelect}
              flag={flag(action.id)}
            />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className={styles.more}>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t("state.loadMore")}
          </Button>
        </div>
      )}
    </div>
  );
}
