import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ActionMove, MoveLeg } from "~/shared/api/types";
import { formatMoney } from "~/shared/lib/money";
import { sentence } from "~/shared/lib/sentence";
import { Change } from "~/shared/ui/change";
import { Name } from "~/shared/ui/name";
import { gives, leftOut, takes } from "../model/moves";
import { ActionStateWord } from "./action-state";
import styles from "./move-table.module.css";

function Leg({ leg }: { leg: MoveLeg }) {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row">
        {leg.campaign_id ? (
          <Link
            to="/campaigns/$campaignId"
            params={{ campaignId: leg.campaign_id }}
            className={styles.campaign}
          >
            <Name text={leg.target_name} />
          </Link>
        ) : (
          <Name text={leg.target_name} />
        )}
        {leg.state !== "awaiting_approval" && (
          <span className={styles.state}>
            <ActionStateWord state={leg.state} />
            {leg.state_detail && <span className={styles.detail}>{sentence(leg.state_detail)}</span>}
          </span>
        )}
      </th>
      <td>
        <Change before={leg.before} after={leg.after} />
      </td>
      <td className={styles.amount}>
        {formatMoney(leg.per_day_change, { signed: true })}
        <span className={styles.hidden}> {t("money.perDay")}</span>
      </td>
    </tr>
  );
}

/** A move of budget: who gives, who takes, and what it comes to. One answer is to all of it. */
export function MoveTable({ move }: { move: ActionMove }) {
  const { t } = useTranslation();
  const parts = [
    { key: "gives" as const, legs: gives(move), sum: { ...move.cut, micros: -move.cut.micros } },
    { key: "takes" as const, legs: takes(move), sum: move.raised },
    { key: "leftOut" as const, legs: leftOut(move), sum: null },
  ];
  return (
    <table className={styles.table}>
      <caption className={styles.hidden}>{t("actions.move.label")}</caption>
      {parts.map(
        ({ key, legs, sum }) =>
          legs.length > 0 && (
            <tbody key={key}>
              <tr className={styles.head}>
                <th scope="rowgroup" colSpan={2}>
                  {t(`actions.move.${key}`, { count: legs.length })}
                </th>
                <td className={styles.amount}>
                  {sum && `${formatMoney(sum, { signed: true })} ${t("money.perDay")}`}
                </td>
              </tr>
              {legs.map((leg) => (
                <Leg key={leg.id} leg={leg} />
              ))}
            </tbody>
          ),
      )}
    </table>
  );
}
