import { Button, Drawer } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Rule } from "~/shared/api/types";
import { formatCount, formatShare } from "~/shared/lib/numbers";
import { type Column, DataTable, Titled } from "~/shared/ui/data-table";
import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconFileText,
} from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { Page } from "~/shared/ui/page";
import { RuleText } from "~/shared/ui/rule-text";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import type { Tone } from "~/shared/ui/tone";
import { rulesQuery } from "../api/list-rules";
import styles from "./rule-list.module.css";

const looks: Record<Rule["state"], { tone: Tone; icon: Icon }> = {
  draft: { tone: "neutral", icon: IconCircleDashed },
  enabled: { tone: "positive", icon: IconCircleCheck },
  disabled: { tone: "neutral", icon: IconCircleMinus },
  quarantined: { tone: "critical", icon: IconAlertTriangle },
};

/** From this share of undecidable checks on, a rule does less than its author thinks. */
const MANY_UNKNOWN = 0.2;

function RuleState({ rule }: { rule: Rule }) {
  const { t } = useTranslation();
  return <Status {...looks[rule.state]} label={t(`rules.state.${rule.state}`)} />;
}

function Changed({ rule }: { rule: Rule }) {
  const { t } = useTranslation();
  return (
    <>
      <Ago at={rule.updated_at} />
      {rule.updated_by && `, ${t("actions.panel.by", { name: rule.updated_by })}`}
    </>
  );
}

function RuleDrawer({ rule, close }: { rule: Rule | undefined; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={rule !== undefined}
      onClose={close}
      position="right"
      size="xl"
      title={rule?.name}
      closeButtonProps={{ "aria-label": t("rules.close") }}
    >
      {rule && (
        <div className={styles.detail}>
          <p className={styles.meta}>
            <RuleState rule={rule} />
            <span>{t("rules.version", { version: rule.version })}</span>
            <span>
              <Changed rule={rule} />
            </span>
          </p>
          {rule.doc && <p className={styles.doc}>{rule.doc}</p>}
          <RuleText text={rule.text} label={t("rules.text")} />
          <Link to="/approvals" search={{ tab: "waiting", rule: rule.id }} className={styles.show}>
            {t("rules.showActions")}
          </Link>
        </div>
      )}
    </Drawer>
  );
}

export function RuleList({ opened }: { opened: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(rulesQuery);
  const rules = data?.pages.flatMap((page) => page.data) ?? [];

  const columns: Column<Rule>[] = [
    {
      id: "name",
      header: t("rules.name"),
      onPhone: "title",
      cell: (rule) => (
        <Titled
          title={
            <Link to="/rules" search={{ rule: rule.id }} className={styles.name} resetScroll={false}>
              {rule.name}
            </Link>
          }
          below={`${t("actions.version", { version: rule.version })} · ${rule.scope}`}
        />
      ),
    },
    { id: "state", header: t("rules.stateTitle"), width: 13, cell: (rule) => <RuleState rule={rule} /> },
    {
      id: "schedule",
      header: t("rules.schedule"),
      width: 15,
      cell: (rule) => rule.schedule,
    },
    {
      id: "last",
      header: t("rules.last"),
      width: 11,
      cell: (rule) => (rule.last_tick_at ? <Ago at={rule.last_tick_at} /> : t("time.notYet")),
    },
    {
      id: "next",
      header: t("rules.next"),
      width: 11,
      cell: (rule) =>
        rule.next_at ? <Ago at={rule.next_at} /> : rule.state === "enabled" ? t("rules.checking") : "–",
    },
    {
      id: "waiting",
      header: t("rules.waiting"),
      width: 8,
      align: "end",
      cell: (rule) =>
        rule.waiting > 0 ? (
          <Link to="/approvals" search={{ tab: "waiting", rule: rule.id }} className={styles.count}>
            {formatCount(rule.waiting)}
          </Link>
        ) : (
          "0"
        ),
    },
    {
      id: "acted",
      header: t("rules.acted"),
      width: 9,
      align: "end",
      cell: (rule) => formatCount(rule.acted_24h),
    },
    {
      id: "unknown",
      header: t("rules.unknown"),
      help: t("rules.unknownHelp"),
      width: 10,
      align: "end",
      cell: (rule) =>
        rule.unknown_share == null ? (
          "–"
        ) : rule.unknown_share >= MANY_UNKNOWN ? (
          <Status tone="caution" icon={IconAlertTriangle} label={formatShare(rule.unknown_share)} />
        ) : (
          formatShare(rule.unknown_share)
        ),
    },
  ];

  return (
    <Page title={t("rules.title")} lead={t("rules.lead")}>
      {isPending ? (
        <RowsSkeleton rows={5} height={54} />
      ) : error && rules.length === 0 ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : rules.length === 0 ? (
        <Note icon={IconFileText} title={t("rules.empty")} help={t("rules.emptyHelp")} />
      ) : (
        <DataTable
          label={t("rules.title")}
          columns={columns}
          rows={rules}
          rowKey={(rule) => rule.id}
          rowTone={(rule) => (rule.state === "quarantined" ? "critical" : undefined)}
          selected={opened}
        />
      )}
      {hasNextPage && (
        <Button mt="md" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("state.loadMore")}
        </Button>
      )}
      <RuleDrawer
        rule={rules.find(({ id }) => id === opened)}
        close={() => void navigate({ to: "/rules", search: {}, resetScroll: false })}
      />
    </Page>
  );
}
