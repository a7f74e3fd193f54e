import { Button, Drawer, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconArrowBackUp, IconCircleCheck } from "~/shared/ui/icons";
import { WatchAgo } from "~/shared/ui/moment";
import { RuleText } from "~/shared/ui/rule-text";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import { versionsQuery } from "../../api/list-versions";
import type { RuleAcceptance, RuleVersion } from "../../api/types";
import { secondLooks } from "../../model/accepted";
import { Differences } from "./differences";
import styles from "./history-drawer.module.css";
import { LazyDiff } from "./lazy-diff";

interface HistoryDrawerProps {
  ruleId: string;
  /** Warnings and findings that somebody took a second look at. */
  accepted: readonly RuleAcceptance[];
  /** The version whose text is on the page. */
  current: number;
  canRestore: boolean;
  close: () => void;
  restore: (version: RuleVersion) => void;
}

/** Every version: who saved it, when and why, what changed between any two, and the way back to one. */
export function HistoryDrawer({ ruleId, accepted, current, canRestore, close, restore }: HistoryDrawerProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(versionsQuery(ruleId));
  const [chosen, setChosen] = useState<number | null>(null);
  const [against, setAgainst] = useState<number | null>(null);
  const right = data?.find(({ version }) => version === (chosen ?? data[0]?.version));
  const older = right && data?.find(({ version }) => version < right.version);
  const left = data?.find(({ version }) => version === against) ?? older;
  const otherParams = left && right && JSON.stringify(left.overrides) !== JSON.stringify(right.overrides);
  const label = (version: number) => t("rules.version", { version });
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="min(1080px, 100vw)"
      title={t("rules.history.title")}
      closeButtonProps={{ "aria-label": t("rules.close") }}
    >
      {!data ? (
        error ? (
          <LoadFailure error={error} retry={() => void refetch()} />
        ) : (
          <RowsSkeleton rows={5} height={56} />
        )
      ) : (
        <div className={styles.history}>
          <ol className={styles.versions} aria-label={t("rules.history.versions")}>
            {data.map((version) => (
              <li key={version.version}>
                <button
                  type="button"
                  className={styles.version}
                  aria-pressed={version.version === right?.version}
                  onClick={() => {
                    setChosen(version.version);
                    setAgainst(null);
                  }}
                >
                  <span className={styles.line}>
                    <b>{label(version.version)}</b>
                    {version.version === current && (
                      <Status tone="positive" icon={IconCircleCheck} label={t("rules.history.current")} />
                    )}
                  </span>
                  <span className={styles.who}>
                    <WatchAgo at={version.created_at} />
                    {version.created_by !== null && `, ${version.created_by}`}
                  </span>
                  <span className={styles.note} data-empty={version.note === null}>
                    {version.note ?? t("rules.history.noNote")}
                  </span>
                </button>
              </li>
            ))}
          </ol>
          {right && (
            <section className={styles.detail} aria-label={label(right.version)}>
              <div className={styles.tools}>
                {data.length > 1 && (
                  <Select
                    size="sm"
                    label={t("rules.history.against")}
                    allowDeselect={false}
                    data={data
                      .filter(({ version }) => version !== right.version)
                      .map(({ version }) => ({ value: String(version), label: label(version) }))}
                    value={left ? String(left.version) : null}
                    onChange={(value) => setAgainst(value === null ? null : Number(value))}
                  />
                )}
                {canRestore && right.version !== current && (
                  <Button
                    variant="default"
                    leftSection={<IconArrowBackUp size={16} aria-hidden />}
                    onClick={() => restore(right)}
                  >
                    {t("rules.history.restore", { version: right.version })}
                  </Button>
                )}
              </div>
              <Accepted of={accepted.filter(({ version }) => version === right.version)} />
              {left ? (
                left.text === right.text ? (
                  <p className={styles.same}>
                    {t("rules.history.sameText")} {otherParams && t("rules.history.otherParams")}
                  </p>
                ) : (
                  <LazyDiff
                    before={{ text: left.text, label: label(left.version) }}
                    after={{ text: right.text, label: label(right.version) }}
                  />
                )
              ) : (
                <>
                  <p className={styles.same}>{t("rules.history.first")}</p>
                  <RuleText text={right.text} label={`${label(right.version)}, ${t("rules.text")}`} />
                </>
              )}
              {left && (left.text !== right.text || otherParams) && (
                <Differences
                  key={`${left.version} ${right.version}`}
                  before={{ text: left.text, label: label(left.version), overrides: left.overrides }}
                  after={{ text: right.text, label: label(right.version), overrides: right.overrides }}
                />
              )}
            </section>
          )}
        </div>
      )}
    </Drawer>
  );
}

/** What was accepted with a version, why, and by whom. */
function Accepted({ of }: { of: readonly RuleAcceptance[] }) {
  const { t } = useTranslation();
  const id = useId();
  if (of.length === 0) return null;
  return (
    <section className={styles.accepted}>
      <h3 id={id}>{t("rules.history.accepted")}</h3>
      <ul aria-labelledby={id}>
        {secondLooks(of).map(({ codes, reason, by, at }) => (
          <li key={`${by} ${reason}`}>
            <p>{reason ?? t("rules.history.noReason")}</p>
            <p className={styles.who}>
              <code>{codes.join(", ")}</code> · {by}, <WatchAgo at={at} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
