import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CampaignObject } from "~/shared/api/types";
import { formatMoney } from "~/shared/lib/money";
import { formatConversions } from "~/shared/lib/numbers";
import { type Column, DataTable, Nil, Titled } from "~/shared/ui/data-table";
import { LoadMore } from "~/shared/ui/load-more";
import { ObjectLink } from "~/shared/ui/object-link";
import { Panel } from "~/shared/ui/panel";
import { LoadFailure } from "~/shared/ui/states";
import { objectsQuery } from "../api/list-objects";
import { CampaignStatus } from "./campaign-status";

/** What stands below a campaign, where rules look at it; a campaign of which nothing is read shows nothing. */
export function BelowPanel({ campaign }: { campaign: string }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(objectsQuery(campaign));
  const rows = list.data?.pages.flatMap(({ data }) => data) ?? [];
  if (rows.length === 0 && !list.error) return null;
  const columns: Column<CampaignObject>[] = [
    {
      id: "name",
      header: t("objects.name"),
      onPhone: "title",
      cell: (object) => (
        <Titled
          title={
            <ObjectLink
              campaign={{ id: campaign }}
              object={{ ...object, parent: object.parent?.name ?? null }}
            />
          }
          below={
            object.parent
              ? t("objects.within", { level: t(`objects.level.${object.level}`), name: object.parent.name })
              : t(`objects.level.${object.level}`)
          }
        />
      ),
    },
    {
      id: "status",
      header: t("objects.status"),
      width: 15,
      cell: (object) => <CampaignStatus campaign={object} />,
    },
    {
      id: "bid",
      header: t("objects.bid"),
      width: 13,
      align: "end",
      cell: ({ bid }) => (bid ? formatMoney(bid) : <Nil />),
    },
    {
      id: "spend",
      header: t("objects.spend"),
      width: 17,
      align: "end",
      cell: ({ last_7_days: week }) => (week ? formatMoney(week.spend) : <Nil />),
    },
    {
      id: "conversions",
      header: t("objects.conversions"),
      width: 14,
      align: "end",
      cell: ({ last_7_days: week }) => (week ? formatConversions(week.conversions) : <Nil />),
    },
    {
      id: "cpa",
      header: t("objects.cpa"),
      width: 14,
      align: "end",
      cell: ({ last_7_days: week }) => (week?.cpa ? formatMoney(week.cpa) : <Nil />),
    },
  ];
  return (
    <Panel flush title={t("objects.title")} lead={t("objects.lead")}>
      {list.error && rows.length === 0 ? (
        <LoadFailure error={list.error} retry={() => void list.refetch()} />
      ) : (
        <DataTable bare label={t("objects.title")} columns={columns} rows={rows} rowKey={({ id }) => id} />
      )}
      <LoadMore list={list} variant="subtle" fullWidth />
    </Panel>
  );
}
