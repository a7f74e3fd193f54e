import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePermits } from "~/shared/api/session";
import { BackLink } from "~/shared/ui/back-link";
import { type Column, Titled } from "~/shared/ui/data-table";
import { IconPlus, IconShieldCheck } from "~/shared/ui/icons";
import { ListPage } from "~/shared/ui/list-page";
import { WatchAgo } from "~/shared/ui/moment";
import { guardsQuery } from "../api/list-guards";
import type { Guard } from "../api/types";
import styles from "./guard-list.module.css";

/** Every promise about what is never done. Everybody may read them; admins write them. */
export function GuardList() {
  const { t } = useTranslation();
  const writes = usePermits("guards.write");
  const guards = useQuery(guardsQuery);
  const begin = writes && (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      renderRoot={(props: object) => <Link to="/rules/guards/new" {...props} />}
    >
      {t("rules.guards.new")}
    </Button>
  );
  const columns: Column<Guard>[] = [
    {
      id: "name",
      header: t("rules.guards.name"),
      width: 26,
      onPhone: "title",
      cell: (guard) => (
        <Titled
          title={
            <Link to="/rules/guards/$guardId" params={{ guardId: guard.id }}>
              {guard.name}
            </Link>
          }
          below={t("rules.version", { version: guard.version })}
        />
      ),
    },
    {
      id: "words",
      header: t("rules.guards.promise"),
      onPhone: "wide",
      cell: (guard) => <span className={styles.words}>{guard.in_plain_words}</span>,
    },
    {
      id: "changed",
      header: t("rules.guards.changed"),
      width: 20,
      cell: (guard) => (
        <span>
          <WatchAgo at={guard.updated_at} />
          {guard.updated_by !== null && `, ${guard.updated_by}`}
        </span>
      ),
    },
  ];
  return (
    <ListPage
      title={t("rules.guards.title")}
      lead={t("rules.guards.lead")}
      back={<BackLink to="/rules" label={t("rules.title")} />}
      list={guards}
      columns={columns}
      rowKey={({ id }) => id}
      begin={begin}
      empty={{ icon: IconShieldCheck, title: t("rules.guards.empty"), help: t("rules.guards.emptyHelp") }}
    />
  );
}
