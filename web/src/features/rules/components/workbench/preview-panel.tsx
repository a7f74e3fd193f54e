import { Button, Loader } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { about } from "~/shared/lib/about";
import { formatCount } from "~/shared/lib/numbers";
import { formatInstant } from "~/shared/lib/time";
import { Coded } from "~/shared/ui/coded";
import { Disclosure } from "~/shared/ui/disclosure";
import { EffectOnSpend } from "~/shared/ui/effect-on-spend";
import { ExplanationBody } from "~/shared/ui/explanation/explanation-body";
import { English } from "~/shared/ui/finding-message";
import { IconAlertTriangle, IconChevronRight, IconPlayerPlay, IconShieldX } from "~/shared/ui/icons";
import { At } from "~/shared/ui/moment";
import { MoneyChange } from "~/shared/ui/money-change";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import type { Preview, PreviewRow } from "../../api/types";
import { outcomeLooks } from "../../model/states";
import { BeforeAfter } from "../before-after";
import { Row, RowGroup } from "../row-group";
import styles from "./preview-panel.module.css";
import { type Sum, Sums } from "./sums";
import type { PreviewState } from "./use-preview";

const order = ["acts", "waits", "blocked", "unknown", "not_fired"] as const;
/** Rows of one group that are shown at first; the rest is one click away. */
const FIRST = 12;

function Verdict({ row }: { row: PreviewRow }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { account, effects } = row;
  return (
    <Row flush>
      <details className={styles.verdict} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <IconChevronRight size={15} stroke={2.2} aria-hidden className={styles.chevron} />
          <span className={styles.subject}>
            <span className={styles.campaign}>
              <PlatformMark platform={account.platform} size={14} />
              <b>
                <bdi>{about(row)}</bdi>
              </b>
            </span>
            {effects.map((effect) => (
              <span
                key={`${effect.kind} ${effect.property} ${effect.item} ${effect.after?.display}`}
                className={styles.effect}
              >
                {effect.kind === "notify" ? (
                  <span className={styles.message}>
                    {t("rules.preview.notifies")} {effect.after?.display}
                  </span>
                ) : effect.before && effect.after ? (
                  <BeforeAfter before={effect.before} after={effect.after} item={effect.item} />
                ) : (
                  effect.item !== null && <bdi>{effect.item}</bdi>
                )}
                <EffectOnSpend property={effect.property} change={effect.per_day_change} />
                {effect.blocked !== null && (
                  <span className={styles.blocked}>
                    <IconShieldX size={14} stroke={2} aria-hidden />
                    <span>
                      <Coded text={effect.blocked} />
                    </span>
                  </span>
                )}
              </span>
            ))}
            {row.outcome === "waits" ? (
              <span className={styles.distance}>
                <English text={row.reason} />
              </span>
            ) : (
              row.values.length > 0 && (
                <span className={styles.values}>
                  {row.values.map(({ text, value }) => (
                    <span key={text}>
                      {text} <b>{value}</b>
                    </span>
                  ))}
                </span>
              )
            )}
            {row.distance !== null && <span className={styles.distance}>{row.distance}</span>}
          </span>
        </summary>
        {open && (
          <div className={styles.why}>
            <p className={styles.reason}>
              <Coded text={row.reason} />
              <span className={styles.account}>, {account.name}</span>
            </p>
            <ExplanationBody
              explanation={row.explanation}
              timeZone={account.time_zone}
              branch={row.branch}
              heading="h3"
            />
          </div>
        )}
      </details>
    </Row>
  );
}

function Group({ outcome, rows }: { outcome: PreviewRow["outcome"]; rows: readonly PreviewRow[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, FIRST);
  return (
    <RowGroup
      heading="h2"
      title={t(`rules.preview.group.${outcome}`)}
      look={outcomeLooks[outcome]}
      count={rows.length}
      after={
        shown.length < rows.length && (
          <Button variant="subtle" size="compact-md" onClick={() => setAll(true)}>
            {t("rules.preview.more", { count: rows.length - shown.length })}
          </Button>
        )
      }
    >
      {shown.map((row) => (
        <Verdict key={`${row.account.id} ${row.object?.id ?? row.campaign?.id}`} row={row} />
      ))}
    </RowGroup>
  );
}

function Figures({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const waits = preview.rows.filter(({ outcome }) => outcome === "waits").length;
  const sum = (
    id: "checks" | "acting" | "waits" | "blocked" | "unknown",
    value: number,
    tone?: Sum["tone"],
  ) => ({
    id,
    label: t(`rules.preview.${id}`),
    value: formatCount(value),
    tone: value > 0 ? tone : undefined,
  });
  return (
    <>
      <Sums
        label={t("rules.preview.title")}
        sums={[
          sum("checks", preview.checks),
          sum("acting", preview.acting, "strong"),
          sum("waits", waits),
          sum("blocked", preview.blocked, "critical"),
          sum("unknown", preview.unknown, "caution"),
        ]}
      />
      {preview.per_day_change.length > 0 && (
        <p className={styles.money}>
          {preview.per_day_change.map((change) => (
            <MoneyChange key={change.currency} change={change} />
          ))}
        </p>
      )}
    </>
  );
}

interface PreviewPanelProps {
  state: PreviewState;
  /** The text has an error, and is not asked about until it is mended. */
  faulty: boolean;
}

/** What the text would do now, campaign by campaign, with the values that decide it. It changes nothing. */
export function PreviewPanel({ state, faulty }: PreviewPanelProps) {
  const { t } = useTranslation();
  const { preview, error, running, stale, runNow } = state;
  const note = faulty
    ? t("rules.preview.faulty")
    : stale
      ? t("rules.preview.stale")
      : running
        ? t("rules.preview.running")
        : null;
  return (
    <div className={styles.panel}>
      <div className={styles.head}>
        <p className={styles.note} role="status">
          {running && !faulty && <Loader size={13} aria-hidden />}
          {faulty && <IconAlertTriangle size={15} stroke={2} aria-hidden />}
          {note ??
            (preview && (
              <span>
                {t("rules.preview.asOf")} <At at={preview.at} />. {t("rules.preview.nothing")}
              </span>
            ))}
        </p>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          disabled={faulty}
          onClick={runNow}
        >
          {t("rules.preview.run")}
        </Button>
      </div>
      {!preview ? (
        error ? (
          isProblem(error, 422) ? (
            <p className={styles.refused} role="alert">
              <Coded text={error.message} />
            </p>
          ) : (
            <LoadFailure error={error} retry={runNow} />
          )
        ) : faulty ? null : (
          <RowsSkeleton rows={6} height={58} />
        )
      ) : (
        <div className={styles.result} data-stale={stale || error !== null || undefined}>
          {error && (
            <p className={styles.refused} role="alert">
              <Coded text={error.message} />
            </p>
          )}
          <Figures preview={preview} />
          {preview.checks === 0 && <p className={styles.none}>{t("rules.preview.noChecks")}</p>}
          {order.map((outcome) => {
            const rows = preview.rows.filter((row) => row.outcome === outcome);
            return rows.length > 0 && <Group key={outcome} outcome={outcome} rows={rows} />;
          })}
          {preview.shown < preview.checks && (
            <p className={styles.none}>
              {t("rules.preview.rest", { shown: preview.shown, of: preview.checks })}
            </p>
          )}
          <Disclosure title={t("rules.preview.data")}>
            <ul className={styles.accounts}>
              {preview.accounts.map(({ account, data_until, not_bound }) => (
                <li key={account.id}>
                  <PlatformMark platform={account.platform} size={14} />
                  <span>{account.name}</span>
                  <span className={styles.until}>
                    {not_bound ??
                      (data_until
                        ? t("decisions.dataUntil", { instant: formatInstant(data_until, account.time_zone) })
                        : t("decisions.noData"))}
                  </span>
                </li>
              ))}
              {preview.outside > 0 && <li>{t("rules.preview.outside", { count: preview.outside })}</li>}
            </ul>
          </Disclosure>
        </div>
      )}
    </div>
  );
}
