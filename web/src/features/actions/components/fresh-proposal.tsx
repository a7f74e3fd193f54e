import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ActionSummary } from "~/shared/api/types";
import { Change } from "~/shared/ui/change";
import { IconArrowRight } from "~/shared/ui/icons";
import { freshProposalQuery } from "../api/get-fresh";
import { stateLooks } from "../model/states";
import styles from "./notice.module.css";

/** States in which somebody will ask: and now? */
const replaced: readonly ActionSummary["state"][] = ["stale", "expired", "superseded"];

/** Where a change that ended without running goes on: the proposal on today's values, if there is one. */
export function FreshProposal({ action }: { action: ActionSummary }) {
  const { t } = useTranslation();
  const asks = replaced.includes(action.state);
  const { data } = useQuery({ ...freshProposalQuery(action), enabled: asks });
  if (!asks || data === undefined) return null;
  return (
    <p className={styles.notice} data-tone="calm">
      {data === null ? (
        <span>{t("actions.fresh.none")}</span>
      ) : (
        <span>
          {t("actions.fresh.some")} <Change before={data.before} after={data.after} />{" "}
          <Link to="/approvals" search={{ tab: stateLooks[data.state].tab, selected: data.id }}>
            {t("actions.fresh.show")} <IconArrowRight size={13} stroke={2} aria-hidden />
          </Link>
        </span>
      )}
    </p>
  );
}
