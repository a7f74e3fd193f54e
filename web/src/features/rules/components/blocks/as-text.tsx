import { useTranslation } from "react-i18next";
import { IconFileText } from "~/shared/ui/icons";
import { RuleText } from "~/shared/ui/rule-text";
import styles from "./blocks.module.css";

interface AsTextProps {
  text: string;
  edit: (() => void) | undefined;
}

/** What has no shape as a block: it says so, and leads to its place in the text. */
export function AsText({ text, edit }: AsTextProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.asText}>
      <RuleText text={text} label={t("blocks.asText")} />
      <span className={styles.asTextNote}>
        <IconFileText size={14} stroke={2} aria-hidden /> {t("blocks.asText")}
        {edit && (
          <button type="button" onClick={edit}>
            {t("blocks.editText")}
          </button>
        )}
      </span>
    </div>
  );
}
