import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { formatCount } from "~/shared/lib/numbers";
import type { RuleOnPage } from "../../api/get-rule";
import type { Param } from "../../api/types";
import { HoldList } from "../disable-dialog";
import { BoundAccounts } from "../enable-dialog";
import { PlainWords } from "../plain-words";
import styles from "./about-panel.module.css";
import { ParametersPanel } from "./parameters-panel";

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface AboutPanelProps {
  /** The saved rule; undefined for a new one. */
  rule: RuleOnPage | undefined;
  doc: string | undefined;
  plainWords: string | undefined;
  params: readonly Param[];
  overrides: Record<string, string>;
  setOverrides: (overrides: Record<string, string>) => void;
  /** The version that the writing began with. */
  version: number;
  canWrite: boolean;
}

/** What a rule says, the values that it is set to, and where it runs. */
export function AboutPanel({ rule, doc, plainWords, params, ...values }: AboutPanelProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.parts}>
      <Part title={t("rules.inPlainWords")}>
        {doc && <p className={styles.note}>{doc}</p>}
        {plainWords === undefined ? (
          <p className={styles.note}>{t("rules.wordsLater")}</p>
        ) : (
          <PlainWords text={plainWords} />
        )}
      </Part>
      <Part title={t("rules.params.title")}>
        <ParametersPanel
          key={values.version}
          params={params}
          overrides={values.overrides}
          onChange={values.setOverrides}
          disabled={!values.canWrite}
        />
      </Part>
      {rule && (
        <Part title={t("rules.runsOn")}>
          <p className={styles.note}>{t("rules.runsOnLead")}</p>
          <BoundAccounts accounts={rule.accounts} />
          {rule.hold_out && (
            <p className={styles.note}>
              {t("rules.holdOut", {
                share: rule.hold_out.share,
                held: t("rules.holdOutHeld", {
                  count: rule.hold_out.held_out,
                  number: formatCount(rule.hold_out.held_out),
                }),
                acted: formatCount(rule.hold_out.acted_on),
              })}
            </p>
          )}
        </Part>
      )}
      {rule && rule.holds.length > 0 && (
        <Part title={t("rules.holdsCount", { count: rule.holds.length })}>
          <HoldList holds={rule.holds} />
        </Part>
      )}
    </div>
  );
}
