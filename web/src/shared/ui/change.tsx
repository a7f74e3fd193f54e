import { useTranslation } from "react-i18next";
import type { ShownValue } from "../api/types";
import { sentence } from "../lib/sentence";
import styles from "./change.module.css";
import { IconArrowRight } from "./icons";

interface ChangeProps {
  before: ShownValue;
  after: ShownValue;
  size?: "row" | "page";
}

/** `before → after`; the arrow is read as a word. */
export function Change({ before, after, size = "row" }: ChangeProps) {
  const { t } = useTranslation();
  return (
    <span className={styles.change} data-size={size}>
      <span className={styles.before}>{sentence(before.display)}</span>
      <span className={styles.arrow}>
        <IconArrowRight
          size={size === "page" ? 20 : 14}
          stroke={2}
          role="img"
          aria-label={t("actions.becomes")}
        />
      </span>
      <span className={styles.after}>{sentence(after.display)}</span>
    </span>
  );
}
