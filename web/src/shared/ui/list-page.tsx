import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type Column, DataTable } from "./data-table";
import type { Icon } from "./icons";
import { Page } from "./page";
import { LoadFailure, Note, RowsSkeleton } from "./states";

interface ListPageProps<Row> {
  title: string;
  lead: string;
  /** The list that it stands in. */
  back?: ReactNode;
  list: Pick<UseQueryResult<readonly Row[]>, "data" | "error" | "refetch">;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** What begins another row: beside the title, or in the middle where there is none yet. */
  begin: ReactNode;
  empty: { icon: Icon; title: string; help: string };
  /** Dialogs over the list. */
  children?: ReactNode;
}

/** A page that is one short list, read whole: its rows, or why there are none. */
export function ListPage<Row>({
  title,
  lead,
  back,
  list: { data, error, refetch },
  columns,
  rowKey,
  begin,
  empty,
  children,
}: ListPageProps<Row>) {
  return (
    <Page title={title} lead={lead} back={back} tools={data?.length === 0 ? undefined : begin}>
      {!data ? (
        error ? (
          <LoadFailure error={error} retry={() => void refetch()} />
        ) : (
          <RowsSkeleton rows={3} height={64} />
        )
      ) : data.length === 0 ? (
        <Note {...empty} action={begin} role="status" />
      ) : (
        <DataTable label={title} columns={columns} rows={data} rowKey={rowKey} />
      )}
      {children}
    </Page>
  );
}
