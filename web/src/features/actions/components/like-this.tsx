import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActionSummary } from "~/shared/api/types";
import { IconChecklist } from "~/shared/ui/icons";
import { MoneyChange } from "~/shared/ui/money-change";
import { waitingTotalsQuery } from "../api/get-waiting-totals";
import { allWaiting } from "../api/list-actions";
import styles from "./like-this.module.css";

interface GroupProps {
  like: { rule: string } | { campaign: string };
  words: "byRule" | "byCampaign";
  onSelect: (actions: ActionSummary[]) => void;
}

function Group({ like, words, onSelect }: GroupProps) {
  const { t } = useTranslation();
  const { data } = useQuery(waitingTotalsQuery(like));
  const [loading, setLoading] = useState(false);
  if (!data || data.count < 2) return null;
  return (
    <li className={styles.group}>
      <span className={styles.words}>
        {t(`actions.like.${words}`, { count: data.count })}
        <span className={styles.sums}>
          {data.per_day_change.map((change) => (
            <MoneyChange key={change.currency} change={change} look="short" />
          ))}
        </span>
      </span>
      <Button
        size="compact-sm"
        variant="default"
        loading={loading}
        leftSection={<IconChecklist size={14} stroke={2} aria-hidden />}
        onClick={() => {
          setLoading(true);
          void allWaiting(like)
            .then(onSelect, () => undefined)
            .finally(() => setLoading(false));
        }}
      >
        {t("actions.like.select", { count: data.count })}
      </Button>
    </li>
  );
}

/** The other waiting changes of the same rule and of the same campaign, to be decided together. */
export function LikeThis({
  action,
  onSelect,
}: {
  action: ActionSummary;
  onSelect: (actions: ActionSummary[]) => void;
}) {
  const { t } = useTranslation();
  const { rule, campaign } = action;
  return (
    <ul className={styles.groups} aria-label={t("actions.like.label")}>
      {rule && <Group like={{ rule: rule.id }} words="byRule" onSelect={onSelect} />}
      {campaign && <Group like={{ campaign: campaign.id }} words="byCampaign" onSelect={onSelect} />}
    </ul>
  );
}
