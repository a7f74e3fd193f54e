import type { ReactNode } from "react";
import styles from "./data-table.module.css";

export interface Column<Row> {
  id: string;
  header: string;
  /** The header in full, where the column has room for a short one only. */
  help?: string;
  /** Numbers stand right, with their digits in line. */
  align?: "start" | "end";
  /** Percent of the table's width; without it the column takes what is left. */
  width?: number;
  /** On a phone, where a row becomes a card: `title` heads it, `wide` takes its whole width, `action` too and without a label, `omit` leaves the cell out. */
  onPhone?: "title" | "wide" | "action" | "omit";
  cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Rows that a reader should notice first. */
  rowTone?: (row: Row) => "critical" | "caution" | undefined;
  selected?: string | undefined;
  /** Without a frame of its own: it fills a panel from edge to edge. */
  bare?: boolean;
}

/** A list of equal things: a table on a desk, a stack of cards on a phone. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  rowTone,
  selected,
  bare,
}: DataTableProps<Row>) {
  return (
    <div className={styles.frame} data-bare={bare || undefined}>
      <table className={styles.table} aria-label={label}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={column.width === undefined ? {} : { width: `${column.width}%` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" data-align={column.align} title={column.help}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = rowKey(row);
            return (
              <tr key={key} data-tone={rowTone?.(row)} data-selected={selected === key || undefined}>
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
        </tbody>
      </table>
    </div>
  );
}

/** What stands where there is no value; a card on a phone leaves it out. */
export function Nil({ children = "–" }: { children?: ReactNode }) {
  return <span className={styles.nil}>{children}</span>;
}

/** The first line of a row with what explains it beneath. */
export function Titled({ title, below }: { title: ReactNode; below?: ReactNode }) {
  return (
    <span className={styles.titled}>
      <span className={styles.title}>{title}</span>
      {below !== undefined && (
        <span className={styles.below} title={typeof below === "string" ? below : undefined}>
          {below}
        </span>
      )}
    </span>
  );
}
