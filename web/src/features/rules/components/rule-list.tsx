import { Button, Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePermits } from "~/shared/api/session";
import type { Rule } from "~/shared/api/types";
import { formatCount, formatShare } from "~/shared/lib/numbers";
import { sentence } from "~/shared/lib/sentence";
import { type Column, DataTable, Nil, Titled } from "~/shared/ui/data-table";
import {
  IconAlertTriangle,
  IconArrowsExchange,
  IconBooks,
  IconFileText,
  IconPlus,
  IconShieldCheck,
  IconTable,
} from "~/shared/ui/icons";
import { LoadMore } from "~/shared/ui/load-more";
import { Ago } from "~/shared/ui/moment";
import { Page } from "~/shared/ui/page";
import { SearchBox } from "~/shared/ui/search-box";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import { type RuleFilter, rulesQuery, type Sort, sorts } from "../api/list-rules";
import { ruleStates } from "../model/states";
import { NotAnalysable } from "./not-analysable";
import styles from "./rule-list.module.css";
import { RuleState } from "./rule-state";
import { RuleSwitch } from "./rule-switch";

/** From this share of undecidable checks on, a rule does less than its author thinks. */
const MANY_UNKNOWN = 0.2;

const sortWords = { name: "name", "-updated_at": "updated", "-acted_24h": "acted" } as const satisfies Record<
  Sort,
  string
>;

function Filters({ filter }: { filter: RuleFilter }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const change = (part: RuleFilter) =>
    void navigate({ from: "/rules/", search: (before) => ({ ...before, ...part }), replace: true });
  return (
    <div className={styles.filters}>
      <SearchBox
        className={styles.search ?? ""}
        label={t("rules.search")}
        initial={filter.q}
        search={(q) => change({ q })}
      />
      <Select
        size="sm"
        className={styles.choice ?? ""}
        aria-label={t("rules.stateTitle")}
        placeholder={t("rules.allStates")}
        clearable
        data={ruleStates.map((state) => ({ value: state, label: t(`rules.state.${state}`) }))}
        value={filter.state ?? null}
        onChange={(state) => change({ state: ruleStates.find((each) => each === state) })}
      />
      <Select
        size="sm"
        className={styles.choice ?? ""}
        aria-label={t("rules.sortBy")}
        allowDeselect={false}
        data={sorts.map((sort) => ({ value: sort, label: t(`rules.sort.${sortWords[sort]}`) }))}
        value={filter.sort ?? "name"}
        onChange={(sort) =>
          change({ sort: sort === "name" ? undefined : sorts.find((each) => each === sort) })
        }
      />
    </div>
  );
}

function NewRule({ variant = "filled" }: { variant?: "filled" | "default" }) {
  const { t } = useTranslation();
  return (
    <Button
      variant={variant}
      leftSection={<IconPlus size={16} aria-hidden />}
      renderRoot={(props: object) => <Link to="/rules/library" {...props} />}
    >
      {t("rules.new")}
    </Button>
  );
}

export function RuleList({ filter }: { filter: RuleFilter }) {
  const { t } = useTranslation();
  const writes = usePermits("rules.write");
  const list = useInfiniteQuery(rulesQuery(filter));
  const { data, error, isPending, refetch, isPlaceholderData } = list;
  const rules = data?.pages.flatMap((page) => page.data) ?? [];
  const filtered = filter.q !== undefined || filter.state !== undefined;

  const columns: Column<Rule>[] = [
    {
      id: "name",
      header: t("rules.name"),
      onPhone: "title",
      cell: (rule) => (
        <Titled
          title={
            <Link to="/rules/$ruleId" params={{ ruleId: rule.id }} title={rule.name}>
              {rule.name}
            </Link>
          }
          below={`${t("actions.version", { version: rule.version })} · ${rule.scope}`}
        />
      ),
    },
    {
      id: "state",
      header: t("rules.stateTitle"),
      width: 10,
      cell: (rule) => (
        <span className={styles.state}>
          <RuleState rule={rule} />
          {!rule.is_analysable && <NotAnalysable />}
        </span>
      ),
    },
    { id: "schedule", header: t("rules.schedule"), width: 12, cell: (rule) => sentence(rule.schedule) },
    {
      id: "last",
      header: t("rules.last"),
      width: 9,
      onPhone: "omit",
      cell: (rule) => (rule.last_tick_at ? <Ago at={rule.last_tick_at} /> : t("time.notYet")),
    },
    {
      id: "next",
      header: t("rules.next"),
      width: 9,
      cell: (rule) =>
        rule.next_at ? <Ago at={rule.next_at} /> : rule.state === "enabled" ? t("rules.checking") : <Nil />,
    },
    {
      id: "acted",
      header: t("rules.acted"),
      width: 8,
      align: "end",
      cell: (rule) =>
        rule.acted_24h > 0 ? (
          <Link to="/approvals" search={{ tab: "applied", rule: rule.id }} className={styles.count}>
            {formatCount(rule.acted_24h)}
          </Link>
        ) : (
          <Nil>0</Nil>
        ),
    },
    {
      id: "waiting",
      header: t("rules.waiting"),
      width: 7,
      align: "end",
      cell: (rule) =>
        rule.waiting > 0 ? (
          <Link to="/approvals" search={{ tab: "waiting", rule: rule.id }} className={styles.count}>
            {formatCount(rule.waiting)}
          </Link>
        ) : (
          <Nil>0</Nil>
        ),
    },
    {
      id: "unknown",
      header: t("rules.unknown"),
      help: t("rules.unknownHelp"),
      width: 11,
      align: "end",
      cell: (rule) =>
        rule.unknown_share == null ? (
          <Nil />
        ) : rule.unknown_share >= MANY_UNKNOWN ? (
          <Status tone="caution" icon={IconAlertTriangle} label={formatShare(rule.unknown_share)} />
        ) : (
          formatShare(rule.unknown_share)
        ),
    },
    ...(writes
      ? [
          {
            id: "switch",
            header: t("rules.switch"),
            width: 10,
            align: "end" as const,
            onPhone: "action" as const,
            cell: (rule: Rule) => <RuleSwitch rule={rule} />,
          },
        ]
      : []),
  ];

  return (
    <Page
      title={t("rules.title")}
      lead={t("rules.lead")}
      tools={
        <>
          <Button
            variant="default"
            leftSection={<IconTable size={16} aria-hidden />}
            renderRoot={(props: object) => <Link to="/rules/lookups" {...props} />}
          >
            {t("lookups.title")}
          </Button>
          <Button
            variant="default"
            leftSection={<IconArrowsExchange size={16} aria-hidden />}
            renderRoot={(props: object) => <Link to="/rules/rates" {...props} />}
          >
            {t("rates.button")}
          </Button>
          <Button
            variant="default"
            leftSection={<IconShieldCheck size={16} aria-hidden />}
            renderRoot={(props: object) => <Link to="/rules/guards" {...props} />}
          >
            {t("rules.guards.title")}
          </Button>
          {writes ? (
            <NewRule />
          ) : (
            <Button
              variant="default"
              leftSection={<IconBooks size={16} aria-hidden />}
              renderRoot={(props: object) => <Link to="/rules/library" {...props} />}
            >
              {t("rules.library.title")}
            </Button>
          )}
        </>
      }
    >
      <Filters filter={filter} />
      {isPending ? (
        <RowsSkeleton rows={5} height={54} />
      ) : error && rules.length === 0 ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : rules.length === 0 ? (
        <Note
          icon={IconFileText}
          title={filtered ? t("rules.noMatch") : t("rules.empty")}
          help={filtered ? t("rules.noMatchHelp") : t("rules.emptyHelp")}
          role="status"
          {...(writes && !filtered ? { action: <NewRule /> } : {})}
        />
      ) : (
        <div className={styles.results} data-stale={isPlaceholderData || undefined}>
          <DataTable
            label={t("rules.title")}
            columns={columns}
            rows={rules}
            rowKey={(rule) => rule.id}
            rowTone={(rule) => (rule.state === "quarantined" ? "critical" : undefined)}
          />
        </div>
      )}
      <LoadMore list={list} mt="md" />
    </Page>
  );
}
