import { useTranslation } from "react-i18next";
import type { Money } from "../api/types";
import { formatMoney, spendDirection } from "../lib/money";
import { IconCircleMinus, IconTrendingDown, IconTrendingUp } from "./icons";
import styles from "./money-change.module.css";

const icons = { more: IconTrendingUp, less: IconTrendingDown, same: IconCircleMinus };

interface MoneyChangeProps {
  change: Money;
  /** `full` says in words which way the money goes. */
  look?: "full" | "short";
}

/** What a change does to spend in a day: sign, arrow, colour, and the word for it. */
export function MoneyChange({ change, look = "full" }: MoneyChangeProps) {
  const { t } = useTranslation();
  const direction = spendDirection(change);
  const DirectionIcon = icons[direction];
  const words = t(`money.${direction}`);
  return (
    <span className={styles.change} data-direction={direction} title={look === "short" ? words : undefined}>
      <DirectionIcon size={16} stroke={2} aria-hidden />
      {direction === "same" ? (
        <span>{words}</span>
      ) : (
        <span>
          <b>{formatMoney(change, { signed: true })}</b> {t("money.perDay")}
          {look === "full" ? (
            <span className={styles.words}>, {words}</span>
          ) : (
            <span className={styles.hidden}>, {words}</span>
          )}
        </span>
      )}
    </span>
  );
}
