import { useTranslation } from "react-i18next";
import { formatShare } from "../lib/numbers";
import styles from "./delta.module.css";
import { IconArrowDown, IconArrowUp, IconMinus } from "./icons";

interface DeltaProps {
  now: number | null;
  before: number | null | undefined;
  /** Which way is better; without it a change is neither good nor bad, such as spend. */
  better?: "more" | "less";
  /** The earlier value as people read it, for the hint. */
  shown?: string | undefined;
}

/** Below this share a change is noise. */
const SAME = 0.0005;

/** How a number stands against the days before: arrow, share and, where there is one, a judgement by colour and word. */
export function Delta({ now, before, better, shown }: DeltaProps) {
  const { t } = useTranslation();
  if (now === null || before === null || before === undefined) return null;
  const hint = shown === undefined ? undefined : t("delta.before", { value: shown });
  if (before === 0) {
    return now === 0 ? null : (
      <span className={styles.delta} title={hint}>
        {t("delta.fromNothing")}
      </span>
    );
  }
  const share = (now - before) / Math.abs(before);
  const direction = Math.abs(share) < SAME ? "same" : share > 0 ? "more" : "less";
  const Arrow = direction === "more" ? IconArrowUp : direction === "less" ? IconArrowDown : IconMinus;
  const verdict =
    better === undefined || direction === "same" ? undefined : direction === better ? "good" : "bad";
  const words = [t(`delta.${direction}`), verdict && t(`delta.${verdict}`)].filter(Boolean).join(", ");
  return (
    <span className={styles.delta} data-verdict={verdict} title={hint}>
      <Arrow size={13} stroke={2.2} aria-hidden />
      {formatShare(Math.abs(share))}
      <span className={styles.words}> {words}</span>
    </span>
  );
}
