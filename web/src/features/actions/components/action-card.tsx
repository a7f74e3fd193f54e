import { Link } from "@tanstack/react-router";
import { memo, type Ref } from "react";
import { useTranslation } from "react-i18next";
import type { ActionSummary } from "~/shared/api/types";
import { matchTypeBehind, standsIn } from "~/shared/lib/about";
import { formatMoney } from "~/shared/lib/money";
import { isolated } from "~/shared/lib/names";
import { sentence } from "~/shared/lib/sentence";
import { Change } from "~/shared/ui/change";
import { IconStack2 } from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { MoneyChange } from "~/shared/ui/money-change";
import { Name } from "~/shared/ui/name";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { SelectBox } from "~/shared/ui/select-box";
import { withSelected } from "../model/filter";
import { gives, takes } from "../model/moves";
import { stateLooks, subject } from "../model/states";
import styles from "./action-card.module.css";
import { ActionStateWord } from "./action-state";
import { Lapse } from "./lapse";

interface ActionCardProps {
  ref?: Ref<HTMLLIElement>;
  /** Where it stands in the whole list, of which only a part exists. */
  index: number;
  /** How long the whole list is; -1 while more is to come. */
  of: number;
  action: ActionSummary;
  current: boolean;
  /** Undefined where nothing can be selected. */
  selected: boolean | undefined;
  onSelect: (action: ActionSummary) => void;
  /** Why the last decision on it did not count. */
  flag?: string | undefined;
}

/** A step of the cursor concerns two cards; the others stay as they are. */
export const ActionCard = memo(function ActionCard({
  ref,
  index,
  of,
  action,
  current,
  selected,
  onSelect,
  flag,
}: ActionCardProps) {
  const { t } = useTranslation();
  const waiting = stateLooks[action.state].tab === "waiting";
  // While it waits a move is one change; afterwards each leg has its own end.
  const move = waiting ? action.move : null;
  const name = move
    ? t("actions.move.title", { count: gives(move).length + takes(move).length })
    : subject(action);
  return (
    <li
      ref={ref}
      className={styles.card}
      data-index={index}
      aria-posinset={index + 1}
      aria-setsize={of}
      data-current={current || undefined}
      data-selected={selected || undefined}
      data-action={action.id}
    >
      {selected !== undefined && (
        <SelectBox
          className={styles.select}
          checked={selected}
          onChange={() => onSelect(action)}
          label={t("actions.select", { name: isolated(name) })}
        />
      )}
      <Link
        className={styles.link}
        to="/approvals"
        search={withSelected(action.id)}
        aria-current={current || undefined}
        data-card
      >
        <span className={styles.top}>
          <PlatformMark platform={action.account.platform} />
          <span className={styles.name}>
            <Name text={action.object?.name ?? name} />
            {action.object?.match_type && (
              <span className={styles.match}>{matchTypeBehind(action.object)}</span>
            )}
          </span>
          {waiting && action.expires_at ? (
            <Lapse at={action.expires_at} timeZone={action.account.time_zone} look="short" />
          ) : (
            <span className={styles.when}>
              <Ago at={action.updated_at} timeZone={action.account.time_zone} />
            </span>
          )}
        </span>
        <span className={styles.effect}>
          <span className={styles.change}>
            {move ? (
              <>
                <span className={styles.kind}>{t("actions.move.kind")}</span>
                <span>
                  {t("actions.move.short", {
                    amount: formatMoney(move.cut),
                    from: gives(move).length,
                    count: takes(move).length,
                  })}
                </span>
              </>
            ) : (
              <>
                <span className={styles.kind}>{t(`actions.kind.${action.kind}`)}</span>
                <Change before={action.before} after={action.after} />
              </>
            )}
          </span>
          {action.per_day_change && !move && <MoneyChange change={action.per_day_change} look="short" />}
        </span>
        <span className={styles.reason}>
          {sentence(waiting ? action.reason : (action.state_detail ?? action.reason))}
        </span>
        <span className={styles.foot}>
          <span className={styles.origin}>
            {action.rule ? (
              <>
                <bdi>{action.rule.name}</bdi> {t("actions.version", { version: action.rule.version })}
              </>
            ) : (
              t("actions.byPerson", { name: isolated(action.requested_by.name) })
            )}
            {" · "}
            <bdi>
              {action.object && action.campaign
                ? standsIn(action.campaign.name, action.object)
                : action.account.name}
            </bdi>
          </span>
          {flag !== undefined ? (
            <span className={styles.flag}>{flag}</span>
          ) : action.target.shared_by > 1 ? (
            <span className={styles.shared} title={t("actions.shared", { count: action.target.shared_by })}>
              <IconStack2 size={14} stroke={2} aria-hidden />
              {t("actions.sharedShort", { count: action.target.shared_by })}
            </span>
          ) : null}
          {!waiting && <ActionStateWord state={action.state} />}
        </span>
      </Link>
    </li>
  );
});
