import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { formatSpan } from "~/shared/lib/time";
import { type Column, DataTable } from "~/shared/ui/data-table";
import { LoadMore } from "~/shared/ui/load-more";
import { Panel } from "~/shared/ui/panel";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { rateDaysQuery } from "../api/list-rate-days";
import type { Rate } from "../api/types";
import { alignedRates } from "../model/digits";

/** The rates of one pair, the newest day first. */
export function PairDays({ pair: { from, to } }: { pair: Pick<Rate, "from" | "to"> }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(rateDaysQuery(from, to));
  const days = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const aligned = alignedRates(days.map(({ rate }) => rate));
  const title = t("rates.days", { from, to });
  const columns: Column<Rate>[] = [
    { id: "day", header: t("rates.day"), onPhone: "title", cell: ({ day }) => formatSpan(day, day) },
    { id: "rate", header: t("rates.rate"), width: 26, align: "end", cell: ({ rate }) => aligned(rate) },
    {
      id: "source",
      header: t("rates.source"),
      width: 40,
      cell: ({ source }) => source ?? t("rates.throughApi"),
    },
  ];
  return (
    <Panel flush title={title}>
      {list.isPending ? (
        <RowsSkeleton rows={6} height={44} />
      ) : list.error ? (
        <LoadFailure error={list.error} retry={() => void list.refetch()} />
      ) : (
        <DataTable bare label={title} columns={columns} rows={days} rowKey={({ day }) => day} />
      )}
      <LoadMore list={list} variant="subtle" fullWidth />
    </Panel>
  );
}
