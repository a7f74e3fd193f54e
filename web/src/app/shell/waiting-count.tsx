import { VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { actionCountsQuery } from "~/shared/api/action-counts";
import styles from "./waiting-count.module.css";

const MOST_SHOWN = 99;

/** How many changes wait, beside the link to them. */
export function WaitingCount() {
  const { t } = useTranslation();
  const { data } = useQuery(actionCountsQuery);
  const count = data?.awaiting_approval ?? 0;
  if (count === 0) return null;
  return (
    <span className={styles.count} title={t("nav.waiting", { count })}>
      <span aria-hidden>{count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}</span>
      <VisuallyHidden component="span">{t("nav.waiting", { count })}</VisuallyHidden>
    </span>
  );
}
