import { Button, Select } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { accountChoicesQuery, ruleChoicesQuery } from "~/shared/api/choices";
import { shadowQuery } from "~/shared/api/shadow";
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

/** The rules there are, and the shadow that is asked for: it has an address of its own and stands in no list of rules. */
function useRuleChoices(filter: DecisionFilter) {
  const { t } = useTranslation();
  const { data: named = [], isSuccess } = useQuery(ruleChoicesQuery);
  const asked = isSuccess && named.every(({ value }) => value !== filter.rule) ? filter.rule : undefined;
  // Whose it is, the link says that led here, or else its decisions.
  const { data: pages } = useInfiniteQuery(decisionsQuery(filter));
  const first = pages?.pages[0]?.data.find(({ simulated }) => simulated);
  const owner = filter.of ?? first?.rule.id;
  const { data: shadow } = useQuery({
    ...shadowQuery(owner ?? ""),
    enabled: asked !== undefined && owner !== undefined,
  });
  if (asked === undefined) return named;
  const rule = named.find(({ value }) => value === owner)?.label ?? first?.rule.name;
  const label = () => {
    if (rule === undefined) return t("decisions.list.shadow");
    // It may have ended since, and another one may run.
    if (shadow?.id !== asked) return t("decisions.list.shadowOf", { rule });
    return shadow.version === null
      ? t("decisions.list.shadowUnsaved", { rule })
      : t("decisions.list.shadowVersion", { rule, version: shadow.version });
  };
  return [...named, { value: asked, label: label() }];
}

/** Every decision that rules made, whether they acted or not. */
export function DecisionList({ filter }: { filter: DecisionFilter }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/decisions/" });
  const business = useBusinessTime();
  const rules = useRuleChoices(filter);
  const { data: accounts = [] } = useQuery(accountChoicesQuery);
  const narrow = (change: DecisionFilter) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const chosen = rules.find(({ value }) => value === filter.rule)?.label;
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
          className={`${styles.choice} ${(chosen?.length ?? 0) > 20 ? styles.wide : ""}`}
          aria-label={t("decisions.list.rule")}
          placeholder={t("decisions.list.anyRule")}
          clearable
          searchable
          data={rules}
          // A long name is cut off in the box.
          title={chosen}
          value={filter.rule ?? null}
          onChange={(rule) => narrow({ rule: rule ?? undefined, of: undefined })}
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
