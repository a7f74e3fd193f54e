import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Actor, ActorTree as Answer } from "~/shared/api/types";
import { formatCount } from "~/shared/lib/numbers";
import { formatDuration, formatInstant } from "~/shared/lib/time";
import {
  type Icon,
  IconAlertTriangle,
  IconChevronRight,
  IconCircleCheck,
  IconCircleMinus,
  IconRefresh,
  IconRefreshDot,
  IconSitemap,
} from "~/shared/ui/icons";
import { Page } from "~/shared/ui/page";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import type { Tone } from "~/shared/ui/tone";
import { actorsQuery } from "../api/get-actors";
import { type Branch, forestOf, isUnwell, visibleRows } from "../model/forest";
import styles from "./actor-tree.module.css";

const looks: Record<Actor["state"], { tone: Tone; icon: Icon }> = {
  running: { tone: "positive", icon: IconCircleCheck },
  starting: { tone: "info", icon: IconRefreshDot },
  backing_off: { tone: "caution", icon: IconRefresh },
  quarantined: { tone: "critical", icon: IconAlertTriangle },
  stopped: { tone: "neutral", icon: IconCircleMinus },
};

/** Branches with more children than this are closed at first. */
const MANY = 40;
/** A mailbox above this is behind. */
const BEHIND = 100;

interface RowProps {
  branch: Branch;
  open: boolean;
  index: number;
  at: number;
  toggle: (id: string) => void;
}

function Row({ branch, open, index, at, toggle }: RowProps) {
  const { t } = useTranslation();
  const { actor } = branch;
  const hasChildren = branch.children.length > 0;
  return (
    <tr aria-rowindex={index + 2}>
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
            <span className={styles.title} title={actor.name}>
              {actor.name}
            </span>
            <span className={styles.kind}>
              {t(`actors.kind.${actor.kind}`)}
              {hasChildren && `, ${formatCount(branch.children.length)}`}
              {branch.unwellBelow > 0 && !open && (
                <span className={styles.below}>, {t("actors.below", { count: branch.unwellBelow })}</span>
              )}
            </span>
          </span>
        </span>
      </td>
      <td>
        <Status {...looks[actor.state]} label={t(`actors.state.${actor.state}`)} />
      </td>
      <td data-align="end" data-behind={actor.mailbox > BEHIND || undefined}>
        {formatCount(actor.mailbox)}
      </td>
      <td data-align="end" data-wide>
        {formatCount(actor.handled)}
      </td>
      <td data-align="end" data-wide>
        {formatCount(actor.restarts)}
      </td>
      <td data-align="end" data-wide title={formatInstant(actor.since)}>
        {formatDuration(at - Date.parse(actor.since))}
      </td>
      <td data-wide className={styles.error} title={actor.last_error ?? undefined}>
        {actor.last_error}
      </td>
    </tr>
  );
}

const ROW_HEIGHT = 46;
const heads = ["name", "stateTitle", "mailbox", "handled", "restarts", "since", "error"] as const;
const numeric: ReadonlySet<string> = new Set(["mailbox", "handled", "restarts", "since"]);
const wide: ReadonlySet<string> = new Set(["handled", "restarts", "since", "error"]);

/** Space that rows outside the window would take. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? (
    <tr aria-hidden className={styles.spacer}>
      <td style={{ height }} />
    </tr>
  ) : null;
}

function Tree({ answer, only }: { answer: Answer; only: "all" | "unwell" }) {
  const { t } = useTranslation();
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const scroll = useRef<HTMLElement>(null);
  const forest = useMemo(() => forestOf(answer.tree), [answer.tree]);
  // With "not healthy" every branch that leads to trouble is open; otherwise large ones start closed.
  const isOpen = (branch: Branch) =>
    (only === "unwell" || branch.children.length <= MANY) !== flipped.has(branch.actor.id);
  const rows = visibleRows(forest, isOpen, (branch) =>
    only === "all" ? true : branch.unwellBelow > 0 || isUnwell(branch.actor),
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.actor.id ?? index,
    overscan: 12,
  });
  const toggle = (id: string) =>
    setFlipped((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });

  if (rows.length === 0) {
    return (
      <Note
        icon={IconCircleCheck}
        title={t("actors.healthy")}
        help={t("actors.healthyHelp", { total: formatCount(answer.tree.length) })}
        role="status"
      />
    );
  }
  const shown = virtual.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the rows scroll, also by keyboard
    <section ref={scroll} className={styles.scroll} aria-label={t("actors.tree")} tabIndex={0}>
      <table className={styles.table} aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {heads.map((head) => (
              <th
                key={head}
                scope="col"
                data-align={numeric.has(head) ? "end" : undefined}
                data-wide={wide.has(head) || undefined}
              >
                {t(`actors.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={above} />
          {shown.map((item) => {
            const branch = rows[item.index];
            return branch ? (
              <Row
                key={item.key}
                branch={branch}
                open={isOpen(branch)}
                index={item.index}
                at={Date.parse(answer.at)}
                toggle={toggle}
              />
            ) : null;
          })}
          <Spacer height={below} />
        </tbody>
      </table>
    </section>
  );
}

export function ActorTree({ only }: { only: "all" | "unwell" }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useQuery(actorsQuery);
  const unwell = data?.tree.filter(isUnwell).length ?? 0;
  return (
    <Page
      title={t("actors.title")}
      lead={t("actors.lead")}
      tools={
        <SegmentedControl
          size="sm"
          aria-label={t("actors.filter")}
          value={only}
          onChange={(value) =>
            void navigate({
              to: "/actors",
              search: { only: value === "unwell" ? "unwell" : "all" },
              replace: true,
            })
          }
          data={[
            { value: "all", label: `${t("actors.all")} ${data ? formatCount(data.tree.length) : ""}`.trim() },
            { value: "unwell", label: `${t("actors.unwell")} ${data ? formatCount(unwell) : ""}`.trim() },
          ]}
        />
      }
    >
      {isPending ? (
        <RowsSkeleton rows={10} height={46} />
      ) : !data ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : data.tree.length === 0 ? (
        <Note icon={IconSitemap} title={t("actors.empty")} help={t("actors.emptyHelp")} />
      ) : (
        <>
          <Tree answer={data} only={only} />
          <p className={styles.stamp}>{t("actors.asOf", { instant: formatInstant(data.at) })}</p>
        </>
      )}
    </Page>
  );
}
