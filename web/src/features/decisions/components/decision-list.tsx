import { Button, Select } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { accountChoicesQuery, ruleChoicesQuery } from "~/shared/api/choices";
import { dayIn } from "~/shared/lib/day-range";
import { useBusinessTime } from "~/shared/live/clock";
import { ExportButton } from "~/shared/ui/export-button";
import { IconX } from "~/shared/ui/icons";
import { Page } from "~/shared/ui/page";
import { SpanPicker } from "~/shared/ui/range-picker/range-picker";
import { type DecisionFilter, decisionsAsked, decisionsQuery } from "../api/list-decisions";
import { outcomes, telling } from "../model/outcomes";
import styles from "./decision-list.module.css";
import { DecisionRows } from "./decision-rows";

/** Every decision that rules made, whether they acted or not. */
export function DecisionList({ filter }: { filter: DecisionFilter }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/decisions/" });
  const business = useBusinessTime();
  const { data: named = [], isSuccess } = useQuery(ruleChoicesQuery);
  // A shadow has an address of its own and stands in no list of rules; whose it is, its decisions say.
  const first = useInfiniteQuery(decisionsQuery(filter)).data?.pages[0]?.data[0];
  const rules =
    filter.rule === undefined || !isSuccess || named.some(({ value }) => value === filter.rule)
      ? named
      : [
          ...named,
          {
            value: filter.rule,
            label: first?.simulated
              ? t("decisions.list.shadowOf", { rule: first.rule.name })
              : t("decisions.list.shadow"),
          },
        ];
  const { data: accounts = [] } = useQuery(accountChoicesQuery);
  const narrow = (change: DecisionFilter) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const narrowed = Object.values(filter).some((value) => value !== undefined);
  const today = business && dayIn(business.now);
  return (
    <Page title={t("decisions.list.title")} lead={t("decisions.list.lead")}>
      <div className={styles.filters}>
        <Select
          size="sm"
          className={styles.choice ?? ""}
          aria-label={t("decisions.list.outcome")}
          placeholder={t("decisions.list.anyOutcome")}
          clearable
          data={(filter.campaign === undefined ? telling : outcomes).map((value) => ({
            value,
            label: t(`decisions.outcome.${value}`),
          }))}
          value={filter.outcome ?? null}
          onChange={(outcome) => narrow({ outcome: outcomes.find((each) => each === outcome) })}
        />
        <Select
          size="sm"
          className={styles.choice ?? ""}
          aria-label={t("decisions.list.rule")}
          placeholder={t("decisions.list.anyRule")}
          clearable
          searchable
          data={rules}
          value={filter.rule ?? null}
          onChange={(rule) => narrow({ rule: rule ?? undefined })}
        />
        <Select
          size="sm"
          className={styles.choice ?? ""}
          aria-label={t("decisions.list.account")}
          placeholder={t("decisions.list.anyAccount")}
          clearable
          searchable
          data={accounts}
          value={filter.account ?? null}
          onChange={(account) => narrow({ account: account ?? undefined })}
        />
        {today && (
          <SpanPicker
            today={today}
            span={
              filter.from !== undefined && filter.to !== undefined
                ? { from: filter.from, to: filter.to }
                : undefined
            }
            placeholder={t("decisions.list.anyDay")}
            onChange={(from, to) => narrow({ from, to })}
          />
        )}
        {narrowed && (
          <Button
            variant="subtle"
            leftSection={<IconX size={15} aria-hidden />}
            onClick={() => void navigate({ search: {}, replace: true })}
          >
            {t("campaigns.clear")}
          </Button>
        )}
        <ExportButton list="decisions" asked={decisionsAsked(filter)} className={styles.file} />
      </div>
      <div className={styles.frame}>
        <DecisionRows filter={filter} />
      </div>
    </Page>
  );
}
