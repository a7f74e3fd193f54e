import { useState } from "react";
import { useTranslation } from "react-i18next";
import { visibleName } from "../lib/names";
import styles from "./name.module.css";

interface NameProps {
  text: string;
  /** `line` is cut at one line with the whole name in the hint; `block` wraps, and long ones open on demand. */
  look?: "line" | "block";
}

/** Above this many characters a name in a heading is folded. */
const LONG = 140;

/**
 * A name that somebody outside wrote: an account's, a campaign's, a rule's. It is isolated, so that its own reading
 * direction moves nothing beside it, and it never widens what it stands in.
 */
export function Name({ text, look = "line" }: NameProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const shown = visibleName(text);
  if (shown === undefined) return <span className={styles.nameless}>{t("name.none")}</span>;
  if (look === "line") {
    return (
      <bdi className={styles.line} title={shown}>
        {shown}
      </bdi>
    );
  }
  const long = shown.length > LONG;
  return (
    <>
      <bdi className={styles.block} data-folded={(long && !open) || undefined}>
        {shown}
      </bdi>
      {long && (
        <button
          type="button"
          className={styles.more}
          aria-expanded={open}
          onClick={() => setOpen((before) => !before)}
        >
          {t(open ? "name.less" : "name.more")}
        </button>
      )}
    </>
  );
}
