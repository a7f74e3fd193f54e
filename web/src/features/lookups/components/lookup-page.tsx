import { Button, Select } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { usePermits } from "~/shared/api/session";
import { formatCount } from "~/shared/lib/numbers";
import { formatDuration } from "~/shared/lib/time";
import { BackLink } from "~/shared/ui/back-link";
import { Callout } from "~/shared/ui/callout";
import { Coded } from "~/shared/ui/coded";
import { type Column, DataTable, Titled } from "~/shared/ui/data-table";
import { Facts } from "~/shared/ui/facts";
import { UploadButton, UploadFailure } from "~/shared/ui/file-upload";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockOff,
  IconQuestionMark,
  IconTable,
} from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { Page } from "~/shared/ui/page";
import { Panel } from "~/shared/ui/panel";
import { RuleText } from "~/shared/ui/rule-text";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import { lookupQuery } from "../api/get-lookup";
import { lookupRowsQuery } from "../api/list-rows";
import type { LookupDetail, LookupKind, LookupUse, LookupVersion } from "../api/types";
import { useUploadFile } from "../api/upload-file";
import styles from "./lookups.module.css";
import { RemoveLookup } from "./remove-lookup";
import { RenameLookup } from "./rename-lookup";

function Rows({ lookup }: { lookup: LookupDetail }) {
  const { t } = useTranslation();
  // The last version, whichever that is by now, until somebody chooses an earlier one.
  const [chosen, choose] = useState<number | null>(null);
  const version = chosen ?? lookup.version;
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(lookupRowsQuery(lookup.id, version));
  const rows = data?.pages.flatMap((page) => page.data) ?? [];
  const columns: Column<(typeof rows)[number]>[] = [
    { id: "key", header: t("lookups.key"), onPhone: "title", cell: ({ key }) => key },
    {
      id: "value",
      header: t("lookups.value"),
      width: 30,
      align: lookup.kind === "text" ? "start" : "end",
      cell: ({ value }) => value,
    },
  ];
  return (
    <Panel
      flush
      title={t("lookups.rows")}
      tools={
        lookup.versions.length > 1 && (
          <Select
            size="xs"
            w={110}
            aria-label={t("lookups.rowsOf")}
            allowDeselect={false}
            data={lookup.versions.map(({ version }) => ({ value: String(version), label: `v${version}` }))}
            value={String(version)}
            onChange={(next) => choose(Number(next) === lookup.version ? null : Number(next))}
          />
        )
      }
    >
      {isPending ? (
        <RowsSkeleton rows={6} height={44} />
      ) : error ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : rows.length === 0 ? (
        <Note icon={IconTable} title={t("lookups.noRows")} help={t("lookups.noRowsHelp")} role="status" />
      ) : (
        <>
          <DataTable bare label={t("lookups.rows")} columns={columns} rows={rows} rowKey={({ key }) => key} />
          {hasNextPage && (
            <Button
              variant="subtle"
              fullWidth
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              {t("lookups.moreRows")}
            </Button>
          )}
        </>
      )}
    </Panel>
  );
}

function UsedBy({ rules, supplied }: { rules: readonly LookupUse[]; supplied: boolean }) {
  const { t } = useTranslation();
  const columns: Column<LookupUse>[] = [
    {
      id: "name",
      header: t("lookups.rule"),
      onPhone: "title",
      cell: (rule) => (
        <Titled
          title={
            <Link to="/rules/$ruleId" params={{ ruleId: rule.id }}>
              {rule.name}
            </Link>
          }
        />
      ),
    },
    {
      id: "fresh",
      header: t("lookups.freshness"),
      width: 46,
      cell: (rule) =>
        !supplied ? (
          <Status tone="caution" icon={IconAlertTriangle} label={t("lookups.missing")} />
        ) : rule.is_stale ? (
          <Status tone="caution" icon={IconClockOff} label={t("lookups.stale")} />
        ) : (
          <Status
            tone="positive"
            icon={IconCircleCheck}
            label={
              rule.stale_after_seconds === null
                ? t("lookups.neverStale")
                : t("lookups.freshFor", { length: formatDuration(rule.stale_after_seconds * 1_000) })
            }
          />
        ),
    },
  ];
  return (
    <Panel flush title={t("lookups.usedBy")}>
      {rules.length === 0 ? (
        <p className={styles.quiet}>{t("lookups.unused")}</p>
      ) : (
        <DataTable bare label={t("lookups.usedBy")} columns={columns} rows={rules} rowKey={({ id }) => id} />
      )}
    </Panel>
  );
}

function Versions({ versions }: { versions: readonly LookupVersion[] }) {
  const { t } = useTranslation();
  const columns: Column<LookupVersion>[] = [
    {
      id: "version",
      header: t("lookups.version"),
      width: 16,
      onPhone: "title",
      cell: ({ version }) => `v${version}`,
    },
    { id: "source", header: t("lookups.source"), cell: ({ source }) => source ?? t("lookups.throughApi") },
    {
      id: "rows",
      header: t("lookups.rows"),
      width: 12,
      align: "end",
      cell: ({ rows }) => formatCount(rows),
    },
    {
      id: "changed",
      header: t("lookups.changed"),
      width: 14,
      align: "end",
      cell: ({ changed }) => formatCount(changed),
    },
    {
      id: "at",
      header: t("lookups.supplied"),
      width: 32,
      cell: ({ at, by }) => (
        <span>
          <Ago at={at} />
          {by !== null && `, ${by}`}
        </span>
      ),
    },
  ];
  return (
    <Panel flush title={t("lookups.versions")}>
      {versions.length === 0 ? (
        <p className={styles.quiet}>{t("lookups.noVersions")}</p>
      ) : (
        <DataTable
          bare
          label={t("lookups.versions")}
          columns={columns}
          rows={versions}
          rowKey={({ version }) => String(version)}
        />
      )}
    </Panel>
  );
}

/** A line of a file, by what it supplies. */
const examples: Record<LookupKind, string> = {
  percent: "Prospecting US,40%",
  ratio: "Prospecting US,2.5",
  money: "Prospecting US,12.50 EUR",
  count: "Prospecting US,120",
  text: "Prospecting US,Gold",
};

/** What a rule writes to ask it. */
const usage = ({ name, kind, source }: LookupDetail) =>
  `lookup ${name}: text -> ${kind}\n  from "${source ?? `${name}.csv`}" stale after 7 days\n\nwhen lookup ${name}[this.name] ${kind === "text" ? 'is "…"' : "< …"}`;

/** One lookup: its rows, where they came from, which rules ask it, and the place to upload a file, rename and remove it. */
export function LookupPage({ lookupId }: { lookupId: string }) {
  const { t } = useTranslation();
  const writes = usePermits("rules.write");
  const { data: lookup, error, refetch } = useQuery(lookupQuery(lookupId));
  const upload = useUploadFile(lookupId);
  const [asking, ask] = useState<"rename" | "remove" | null>(null);
  if (!lookup) {
    if (isProblem(error, 404)) {
      return (
        <Note
          icon={IconQuestionMark}
          heading="h1"
          title={t("lookups.gone")}
          help={t("lookups.goneHelp")}
          action={<Link to="/rules/lookups">{t("lookups.title")}</Link>}
        />
      );
    }
    return error ? <LoadFailure error={error} retry={() => void refetch()} /> : <RowsSkeleton rows={12} />;
  }
  const failed = upload.error;
  return (
    <Page
      title={lookup.name}
      lead={<Coded text={t("lookups.pageLead", { name: lookup.name })} />}
      back={<BackLink to="/rules/lookups" label={t("lookups.title")} />}
      tools={
        writes && (
          <>
            <Button variant="default" onClick={() => ask("rename")}>
              {t("lookups.rename")}
            </Button>
            <Button variant="default" onClick={() => ask("remove")}>
              {t("lookups.remove")}
            </Button>
            <UploadButton loading={upload.isPending} choose={upload.mutate} />
          </>
        )
      }
    >
      {asking === "rename" && <RenameLookup lookup={lookup} close={() => ask(null)} />}
      {asking === "remove" && <RemoveLookup lookup={lookup} close={() => ask(null)} />}
      <div className={styles.page}>
        {failed && <UploadFailure error={failed} />}
        {upload.data && !failed && (
          <Callout
            tone="positive"
            role="status"
            title={t("lookups.uploaded", { version: upload.data.version })}
          >
            {t("lookups.uploadedHelp", {
              rows: formatCount(upload.data.rows),
              changed: formatCount(upload.data.changed),
            })}
          </Callout>
        )}
        <div className={styles.parts}>
          <Panel title={t("lookups.about")}>
            <Facts
              facts={[
                { term: t("lookups.kind"), value: t(`lookups.kinds.${lookup.kind}`) },
                { term: t("lookups.rows"), value: formatCount(lookup.rows) },
                {
                  term: t("lookups.supplied"),
                  value: lookup.supplied_at === null ? t("lookups.never") : <Ago at={lookup.supplied_at} />,
                },
                {
                  term: t("lookups.file"),
                  value: (
                    <code className={styles.code}>
                      {"key,value"}
                      <br />
                      {examples[lookup.kind]}
                    </code>
                  ),
                },
                {
                  term: t("lookups.byProgram"),
                  value: <code className={styles.code}>{`PUT /api/v1/lookups/${lookup.id}/rows`}</code>,
                },
              ]}
            />
          </Panel>
          <Panel title={t("lookups.inRules")} lead={t("lookups.inRulesLead")}>
            <RuleText text={usage(lookup)} label={t("decisions.ruleText")} />
          </Panel>
          <UsedBy rules={lookup.used_by} supplied={lookup.supplied_at !== null} />
          <Versions versions={lookup.versions} />
          <Rows lookup={lookup} />
        </div>
      </div>
    </Page>
  );
}
