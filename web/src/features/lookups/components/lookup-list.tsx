import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermits } from "~/shared/api/session";
import { formatCount } from "~/shared/lib/numbers";
import { BackLink } from "~/shared/ui/back-link";
import { type Column, Nil, Titled } from "~/shared/ui/data-table";
import { IconPlus, IconTable } from "~/shared/ui/icons";
import { ListPage } from "~/shared/ui/list-page";
import { Ago } from "~/shared/ui/moment";
import { lookupsQuery } from "../api/list-lookups";
import type { Lookup } from "../api/types";
import { NewLookup } from "./new-lookup";

/** Every table of the organisation's own that rules can ask. Everybody may read them; marketers and admins supply them. */
export function LookupList() {
  const { t } = useTranslation();
  const writes = usePermits("rules.write");
  const [naming, setNaming] = useState(false);
  const lookups = useQuery(lookupsQuery);
  const begin = writes && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setNaming(true)}>
      {t("lookups.new")}
    </Button>
  );
  const columns: Column<Lookup>[] = [
    {
      id: "name",
      header: t("lookups.name"),
      width: 34,
      onPhone: "title",
      cell: (lookup) => (
        <Titled
          title={
            <Link to="/rules/lookups/$lookupId" params={{ lookupId: lookup.id }}>
              {lookup.name}
            </Link>
          }
          below={t(`lookups.kinds.${lookup.kind}`)}
        />
      ),
    },
    {
      id: "rows",
      header: t("lookups.rows"),
      width: 14,
      align: "end",
      cell: (lookup) => formatCount(lookup.rows),
    },
    {
      id: "source",
      header: t("lookups.source"),
      cell: (lookup) =>
        lookup.version === 0 ? t("lookups.never") : (lookup.source ?? t("lookups.throughApi")),
    },
    {
      id: "supplied",
      header: t("lookups.supplied"),
      width: 24,
      cell: (lookup) =>
        lookup.supplied_at === null ? (
          <Nil />
        ) : (
          <span>
            <Ago at={lookup.supplied_at} />
            {lookup.supplied_by !== null && `, ${lookup.supplied_by}`}
          </span>
        ),
    },
  ];
  return (
    <ListPage
      title={t("lookups.title")}
      lead={t("lookups.lead")}
      back={<BackLink to="/rules" label={t("rules.title")} />}
      list={lookups}
      columns={columns}
      rowKey={({ id }) => id}
      begin={begin}
      empty={{ icon: IconTable, title: t("lookups.empty"), help: t("lookups.emptyHelp") }}
    >
      {naming && <NewLookup close={() => setNaming(false)} />}
    </ListPage>
  );
}
