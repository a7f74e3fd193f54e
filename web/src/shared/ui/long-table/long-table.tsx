import { useMediaQuery } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Density, usePreferences } from "../../preferences";
import type { Column } from "../data-table";
import frame from "../data-table.module.css";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "../icons";
import styles from "./long-table.module.css";

export interface LongColumn<Row> extends Column<Row> {
  /** The server's name for this order, without its sign; a column without one cannot be sorted by. */
  sort?: string;
  /** Which way the first press sorts: numbers from the top, names from the beginning. */
  first?: "up" | "down";
}

interface LongTableProps<Row> {
  label: string;
  columns: readonly LongColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The order in force, as the address has it: `name`, `-spend_7d`. */
  sort: string;
  onSort: (sort: string) => void;
  hasMore: boolean;
  loadingMore: boolean;
  onMore: () => void;
}

/** Where a row becomes a card, as the stylesheets have it. */
const PHONE = "(max-width: 48em)";
/** Height of a row on a desk's screen: `--adj-row` of tokens.css. */
const ROW: Record<Density, number> = { comfortable: 54, compact: 40 };
/** Height of a card on a phone until it was measured. */
const CARD = 190;
/** Rows kept beyond the window's edges. */
const OVERSCAN = 12;
/** The next page is asked for when this many rows are left below. */
const AHEAD = 40;

/** Stands in for the rows that are not there. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <tr className={styles.gap} aria-hidden>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

/**
 * A table of thousands of rows: only those near the window exist. Order and pages are the server's; a phone gets the
 * same rows as cards.
 */
export function LongTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  sort,
  onSort,
  hasMore,
  loadingMore,
  onMore,
}: LongTableProps<Row>) {
  const { t } = useTranslation();
  const rowHeight = ROW[usePreferences(({ density }) => density)];
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false }) ?? false;
  const body = useRef<HTMLTableSectionElement>(null);
  const [margin, setMargin] = useState(0);
  const scroller = useCallback(() => document.getElementById("content"), []);

  // Where the rows begin within what scrolls: other when the page changes its height, and never by scrolling.
  useLayoutEffect(() => {
    const host = scroller();
    const rows = body.current;
    if (!host || !rows) return;
    const measure = () =>
      setMargin(
        Math.round(rows.getBoundingClientRect().top - host.getBoundingClientRect().top + host.scrollTop),
      );
    measure();
    const page = rows.closest("#content > *");
    const watch = new ResizeObserver(measure);
    if (page) watch.observe(page);
    return () => watch.disconnect();
  }, [scroller]);

  const cards = useVirtualizer({
    count: rows.length,
    getScrollElement: scroller,
    estimateSize: () => (phone ? CARD : rowHeight),
    getItemKey: (at) => {
      const row = rows[at];
      return row === undefined ? at : rowKey(row);
    },
    measureElement: (element) => element.getBoundingClientRect().height || rowHeight,
    overscan: OVERSCAN,
    scrollMargin: margin,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density is another height for every row
  useEffect(() => cards.measure(), [rowHeight, phone]);

  const items = cards.getVirtualItems();
  const first = items[0];
  const last = items[items.length - 1];
  const before = first ? first.start - margin : 0;
  const after = last ? cards.getTotalSize() - (last.end - margin) : 0;
  const near = last !== undefined && last.index >= rows.length - AHEAD;
  useEffect(() => {
    if (near && hasMore && !loadingMore) onMore();
  }, [near, hasMore, loadingMore, onMore]);

  const heading = (column: LongColumn<Row>): ReactNode => {
    if (column.sort === undefined) return column.header;
    const direction = sort === column.sort ? "up" : sort === `-${column.sort}` ? "down" : undefined;
    const Arrow = direction === "up" ? IconArrowUp : direction === "down" ? IconArrowDown : IconArrowsSort;
    const next = direction === undefined ? (column.first ?? "down") : direction === "up" ? "down" : "up";
    return (
      <button
        type="button"
        className={styles.sort}
        data-sorted={direction}
        title={column.help}
        onClick={() => onSort(next === "down" ? `-${column.sort}` : `${column.sort}`)}
      >
        <span className={styles.heading}>{column.header}</span>
        <Arrow size={13} stroke={2.2} aria-hidden />
      </button>
    );
  };
  const sortedAs = (column: LongColumn<Row>) =>
    column.sort === undefined
      ? undefined
      : sort === column.sort
        ? "ascending"
        : sort === `-${column.sort}`
          ? "descending"
          : "none";

  return (
    <div className={frame.frame}>
      <table
        className={`${frame.table} ${styles.table}`}
        aria-label={label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={column.width === undefined ? {} : { width: `${column.width}%` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                data-align={column.align}
                title={column.sort === undefined ? column.help : undefined}
                aria-sort={sortedAs(column)}
              >
                {heading(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {before > 0 && <Gap height={before} columns={columns.length} />}
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <tr
                key={item.key}
                // Rows are of one height; the cards that they become on a phone are not.
                ref={phone ? cards.measureElement : undefined}
                data-index={item.index}
                aria-rowindex={item.index + 2}
                className={styles.row}
              >
                {columns.map((column) => (
                  <td
                    key={column.id}
                    data-align={column.align}
                    data-phone={column.onPhone}
                    data-label={column.header}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <Gap height={after} columns={columns.length} />}
        </tbody>
      </table>
      {hasMore && (
        <div className={styles.more} role="status">
          {loadingMore ? t("state.loading") : ""}
        </div>
      )}
    </div>
  );
}
