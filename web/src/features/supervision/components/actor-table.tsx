import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePreferences } from "~/shared/preferences";
import { IconCircleCheck, IconSitemap } from "~/shared/ui/icons";
import { Note } from "~/shared/ui/states";
import { type Branch, holds, isUnwell, visibleRows } from "../model/forest";
import { ActorRow } from "./actor-row";
import styles from "./actor-tree.module.css";

/** Branches with more children than this are closed at first. */
const MANY = 40;

/** As in `--adj-tree-row`. */
const rowHeights = { comfortable: 46, compact: 34 };
const heads = [
  "name",
  "stateTitle",
  "subtree",
  "mailbox",
  "queue",
  "rate",
  "restarts",
  "since",
  "error",
] as const;
const numeric: ReadonlySet<string> = new Set(["mailbox", "queue", "rate", "restarts", "since"]);
const wide: ReadonlySet<string> = new Set(["subtree", "queue", "rate", "restarts", "since", "error"]);
const helps = { mailbox: "actors.mailboxHelp", rate: "actors.rateHelp" } as const;

/** Space that rows outside the window would take. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? (
    <tr aria-hidden className={styles.spacer}>
      <td style={{ height }} />
    </tr>
  ) : null;
}

interface ActorTableProps {
  forest: readonly Branch[];
  at: number;
  rates: ReadonlyMap<string, number>;
  total: string;
  only: "all" | "unwell";
  q: string;
  selected: string | undefined;
  /** The numbers are older than they should be. */
  old: boolean;
  select: (id: string) => void;
  hover: (over: boolean) => void;
}

/** The tree as a table of which only the rows in sight exist. */
export function ActorTable({
  forest,
  at,
  rates,
  total,
  only,
  q,
  selected,
  old,
  select,
  hover,
}: ActorTableProps) {
  const { t } = useTranslation();
  const density = usePreferences((preferences) => preferences.density);
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const scroll = useRef<HTMLElement>(null);
  const wanted = q.trim().toLowerCase();
  const filtered = only === "unwell" || wanted !== "";
  // With a filter every branch that leads to a hit is open; otherwise large ones start closed.
  const isOpen = (branch: Branch) =>
    (filtered || branch.children.length <= MANY) !== flipped.has(branch.actor.id);
  const rows = visibleRows(forest, isOpen, (branch) =>
    holds(
      branch,
      (actor) =>
        (only === "all" || isUnwell(actor)) &&
        (wanted === "" || actor.name.toLowerCase().includes(wanted) || actor.id.includes(wanted)),
    ),
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeights[density],
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
    return wanted === "" ? (
      <Note
        icon={IconCircleCheck}
        title={t("actors.healthy")}
        help={t("actors.healthyHelp", { total })}
        role="status"
      />
    ) : (
      <Note icon={IconSitemap} title={t("actors.noMatch", { q: q.trim() })} />
    );
  }
  const shown = virtual.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroll}
      className={styles.scroll}
      aria-label={t("actors.tree")}
      data-old={old || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the rows scroll, also by keyboard
      tabIndex={0}
      // What a finger touches would stay held until it touches something else.
      onPointerEnter={(event) => event.pointerType === "mouse" && hover(true)}
      onPointerLeave={() => hover(false)}
    >
      <table className={styles.table} aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {heads.map((head) => (
              <th
                key={head}
                scope="col"
                data-head={head}
                data-align={numeric.has(head) ? "end" : undefined}
                data-wide={wide.has(head) || undefined}
                title={head in helps ? t(helps[head as keyof typeof helps]) : undefined}
              >
                {head === "queue" ? t("actors.drawer.queue") : t(`actors.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={above} />
          {shown.map((item) => {
            const branch = rows[item.index];
            return branch ? (
              <ActorRow
                key={item.key}
                branch={branch}
                open={isOpen(branch)}
                index={item.index}
                at={at}
                rate={rates.get(branch.actor.id)}
                selected={selected === branch.actor.id}
                toggle={toggle}
                select={select}
              />
            ) : null;
          })}
          <Spacer height={below} />
        </tbody>
      </table>
    </section>
  );
}
