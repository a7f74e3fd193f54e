import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { IconAlertTriangle } from "~/shared/ui/icons";
import type { Decided } from "../model/decided";
import { withSelected } from "../model/filter";
import { subject } from "../model/states";
import styles from "./refused-strip.module.css";

/** Most names in the strip; the rest is counted. */
const NAMED = 3;

interface RefusedStripProps {
  decided: ReadonlyMap<string, Decided>;
  current: string | undefined;
}

/** Decisions that did not count, above the list until they are looked at: the cursor has long moved on by then. */
export function RefusedStrip({ decided, current }: RefusedStripProps) {
  const { t } = useTranslation();
  const refused = [...decided].filter(([id, { phase }]) => phase === "refused" && id !== current);
  if (refused.length === 0) return null;
  return (
    <div className={styles.strip} role="alert">
      <IconAlertTriangle size={16} stroke={2} aria-hidden />
      <span>
        {t("actions.refused", { count: refused.length })}{" "}
        {refused.slice(0, NAMED).map(([id, { seen }], at) => (
          <span key={id}>
            {at > 0 && ", "}
            <Link to="/approvals" search={withSelected(id)}>
              {subject(seen)}
            </Link>
          </span>
        ))}
        {refused.length > NAMED && ` ${t("actions.refusedMore", { count: refused.length - NAMED })}`}
      </span>
    </div>
  );
}
