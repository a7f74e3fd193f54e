import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { formatMoney } from "~/shared/lib/money";
import { formatCount } from "~/shared/lib/numbers";
import { formatMoment } from "~/shared/lib/time";
import { IconArrowRight } from "~/shared/ui/icons";
import { Name } from "~/shared/ui/name";
import type { BacktestAccount, BacktestMoved } from "../../api/types";
import { Row, RowGroup } from "../row-group";
import styles from "./moved-values.module.css";

type Step = BacktestMoved["recorded"][number];

/** Steps that are shown of a long way: where it began, and where it came to. */
const ENDS = 3;

function Way({ steps, timeZone }: { steps: readonly Step[]; timeZone: string }) {
  const { t } = useTranslation();
  const cut = steps.length > 2 * ENDS;
  const shown = cut ? [...steps.slice(0, ENDS), ...steps.slice(-ENDS)] : steps;
  return (
    <span className={styles.way}>
      {shown.map(({ at, value }, place) => (
        <Fragment key={at}>
          {place > 0 && <IconArrowRight size={13} stroke={2} role="img" aria-label={t("actions.becomes")} />}
          {cut && place === ENDS && (
            <>
              <span>{t("backtests.moves.between", { count: steps.length - 2 * ENDS })}</span>
              <IconArrowRight size={13} stroke={2} role="img" aria-label={t("actions.becomes")} />
            </>
          )}
          <time dateTime={at} title={formatMoment(at, 0, timeZone)}>
            {formatMoney(value)}
          </time>
        </Fragment>
      ))}
    </span>
  );
}

/** Budgets and bids that a run moved: as each would have gone, and as it really went. */
export function MovedValues({ account: { account, moved, moved_total } }: { account: BacktestAccount }) {
  const { t } = useTranslation();
  if (moved.length === 0) return null;
  return (
    <RowGroup
      heading="h2"
      title={t("backtests.moves.title")}
      count={moved_total}
      after={
        moved_total > moved.length && (
          <p className={styles.cut}>
            {t("backtests.moves.cut", { shown: formatCount(moved.length), of: formatCount(moved_total) })}
          </p>
        )
      }
    >
      {moved.map(({ property, target, simulated, recorded }) => (
        <Row key={`${property} ${target}`}>
          <p className={styles.target}>
            <Name text={target} />
            <span>{t(`actions.property.${property}`)}</span>
          </p>
          <dl className={styles.ways}>
            <div data-way="simulated">
              <dt>{t("backtests.moves.would")}</dt>
              <dd>
                <Way steps={simulated} timeZone={account.time_zone} />
              </dd>
            </div>
            <div>
              <dt>{t("backtests.moves.did")}</dt>
              <dd>
                <Way steps={recorded} timeZone={account.time_zone} />
              </dd>
            </div>
          </dl>
        </Row>
      ))}
    </RowGroup>
  );
}
