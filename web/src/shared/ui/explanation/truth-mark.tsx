import { useTranslation } from "react-i18next";
import type { Truth } from "../../api/types";
import { type Icon, IconCheck, IconQuestionMark, IconX } from "../icons";
import styles from "./truth-mark.module.css";

const icons: Record<Truth, Icon> = { true: IconCheck, false: IconX, unknown: IconQuestionMark };

/** Pass, fail or not known: as icon, word and colour. */
export function TruthMark({ truth, size = "leaf" }: { truth: Truth; size?: "leaf" | "group" }) {
  const { t } = useTranslation();
  const TruthIcon = icons[truth];
  return (
    <span className={styles.mark} data-truth={truth} data-size={size}>
      <TruthIcon size={13} stroke={2.6} aria-hidden />
      <span className={styles.word}>{t(`decisions.mark.${truth}`)}</span>
    </span>
  );
}
