import { useTranslation } from "react-i18next";
import type { ShownValue } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import { IconArrowRight } from "~/shared/ui/icons";
import styles from "./before-after.module.css";

type Shown = Pick<ShownValue, "display">;

/** `before → after`; the arrow is read as a word. */
export function BeforeAfter({ before, after }: { before: Shown; after: Shown }) {
  const { t } = useTranslation();
  return (
    <span className={styles.change}>
      <span className={styles.before}>{sentence(before.display)}</span>
      <IconArrowRight size={14} stroke={2} role="img" aria-label={t("actions.becomes")} />
      <b>{sentence(after.display)}</b>
    </span>
  );
}
