import { useTranslation } from "react-i18next";
import type { ShownValue } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import { IconArrowRight } from "~/shared/ui/icons";
import styles from "./before-after.module.css";

type Shown = Pick<ShownValue, "display">;

interface BeforeAfterProps {
  before: Shown;
  after: Shown;
  /** Which label or negative keyword it is about, where an object can have several. */
  item?: string | null;
}

/** `before → after`; the arrow is read as a word. */
export function BeforeAfter({ before, after, item = null }: BeforeAfterProps) {
  const { t } = useTranslation();
  return (
    <span className={styles.change}>
      {item !== null && <bdi className={styles.item}>{item}</bdi>}
      <span className={styles.before}>{sentence(before.display)}</span>
      <IconArrowRight size={14} stroke={2} role="img" aria-label={t("actions.becomes")} />
      <b>{sentence(after.display)}</b>
    </span>
  );
}
