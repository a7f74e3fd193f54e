import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { formatCount, formatRate } from "~/shared/lib/numbers";
import { formatDuration, formatInstant } from "~/shared/lib/time";
import { IconChevronRight } from "~/shared/ui/icons";
import { Status } from "~/shared/ui/status";
import { type Branch, isUnwell } from "../model/forest";
import { actorLooks } from "./actor-look";
import styles from "./actor-tree.module.css";

/** A mailbox above this is behind. */
const BEHIND = 100;

interface ActorRowProps {
  branch: Branch;
  open: boolean;
  index: number;
  /** When the server told it, by its own clock. */
  at: number;
  rate: number | undefined;
  selected: boolean;
  toggle: (id: string) => void;
  select: (id: string) => void;
}

export function ActorRow({ branch, open, index, at, rate, selected, toggle, select }: ActorRowProps) {
  const { t } = useTranslation();
  const { actor } = branch;
  const hasChildren = branch.children.length > 0;
  return (
    <tr
      aria-rowindex={index + 2}
      data-selected={selected || undefined}
      data-unwell={isUnwell(actor) || undefined}
    >
      <td>
        <span className={styles.name} style={{ "--depth": branch.depth } as CSSProperties}>
          {hasChildren ? (
            <button
              type="button"
              className={styles.toggle}
              aria-expanded={open}
              aria-label={t(open ? "actors.collapse" : "actors.expand", { name: actor.name })}
              onClick={() => toggle(actor.id)}
            >
              <IconChevronRight size={15} stroke={2.2} aria-hidden data-open={open || undefined} />
            </button>
          ) : (
            <span className={styles.toggle} />
          )}
          <span className={styles.words}>
            <button
              type="button"
              className={styles.title}
              title={t("actors.open", { name: actor.name })}
              onClick={() => select(actor.id)}
            >
              {actor.name}
            </button>
            <span className={styles.kind}>
              {t(`actors.kind.${actor.kind}`)}
              {branch.unwellBelow > 0 && !open && (
                <span className={styles.below}>, {t("actors.below", { count: branch.unwellBelow })}</span>
              )}
            </span>
          </span>
        </span>
      </td>
      <td>
        <Status {...actorLooks[actor.state]} label={t(`actors.state.${actor.state}`)} />
      </td>
      <td data-wide data-subtree={branch.unwellBelow > 0 || undefined}>
        {branch.below === 0
          ? "–"
          : branch.unwellBelow === 0
            ? t("actors.subtreeWell", { total: formatCount(branch.below) })
            : t("actors.subtreeUnwell", {
                unwell: formatCount(branch.unwellBelow),
                total: formatCount(branch.below),
              })}
      </td>
      <td data-align="end" data-behind={actor.mailbox > BEHIND || undefined}>
        {formatCount(actor.mailbox)}
      </td>
      <td
        data-align="end"
        data-wide
        title={
          actor.queue
            ? t("actors.drawer.queueOf", {
                waiting: actor.queue.waiting,
                inFlight: actor.queue.in_flight,
              })
            : undefined
        }
      >
        {actor.queue ? formatCount(actor.queue.waiting) : "–"}
      </td>
      <td data-align="end" data-wide>
        {rate === undefined ? "–" : t("actors.perSecond", { rate: formatRate(rate) })}
      </td>
      <td data-align="end" data-wide>
        {formatCount(actor.restarts)}
      </td>
      <td data-align="end" data-wide title={formatInstant(actor.since)}>
        {formatDuration(at - Date.parse(actor.since), 1)}
      </td>
      <td data-wide className={styles.error} title={actor.last_error ?? undefined}>
        {actor.last_error}
      </td>
    </tr>
  );
}
