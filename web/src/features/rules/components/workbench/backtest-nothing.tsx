import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatCount, formatShare } from "~/shared/lib/numbers";
import { Coded } from "~/shared/ui/coded";
import { IconArrowRight } from "~/shared/ui/icons";
import type { Nothing, Tally } from "../../model/backtest";
import styles from "./backtest.module.css";

interface BacktestNothingProps {
  why: Nothing;
  tally: Tally;
  openPreview: () => void;
  runLonger: (() => void) | undefined;
}

/** A text that did nothing: what its checks came to instead, and where to look next. */
export function BacktestNothing({ why, tally, openPreview, runLonger }: BacktestNothingProps) {
  const { t } = useTranslation();
  const { outside, notFired, unknown, waiting } = tally;
  const all = outside + notFired + unknown + waiting;
  const shares = [
    { id: "outside", count: outside },
    { id: "not_fired", count: notFired },
    { id: "waiting", count: waiting },
    { id: "unknown", count: unknown },
  ] as const;
  return (
    <section className={styles.nothing} aria-label={t("backtests.nothing.title")}>
      <h2>{t("backtests.nothing.title")}</h2>
      <p>{t(`backtests.nothing.why.${why}`)}</p>
      {all > 0 && (
        <>
          <div className={styles.shares} aria-hidden>
            {shares.map(
              ({ id, count }) => count > 0 && <span key={id} data-share={id} style={{ flexGrow: count }} />,
            )}
          </div>
          <dl className={styles.shareList}>
            {shares.map(({ id, count }) => (
              <div key={id}>
                <dt>
                  <span data-share={id} aria-hidden />
                  {t(`backtests.nothing.share.${id}`)}
                </dt>
                <dd>
                  {formatCount(count)} <small>{formatShare(count / all)}</small>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <p className={styles.next}>
        <Coded text={t(`backtests.nothing.next.${why}`)} />
      </p>
      <div className={styles.nextButtons}>
        <Button
          size="compact-md"
          variant="default"
          rightSection={<IconArrowRight size={14} aria-hidden />}
          onClick={openPreview}
        >
          {t("backtests.nothing.preview")}
        </Button>
        {runLonger && (
          <Button size="compact-md" variant="default" onClick={runLonger}>
            {t("backtests.nothing.longer")}
          </Button>
        )}
      </div>
    </section>
  );
}
