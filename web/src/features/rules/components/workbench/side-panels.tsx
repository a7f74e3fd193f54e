import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatCount } from "~/shared/lib/numbers";
import type { RuleOnPage } from "../../api/get-rule";
import type { Param, TextSpan } from "../../api/types";
import { placeOf } from "../../model/findings";
import { ShadowPanel } from "../shadow/shadow-panel";
import { AboutPanel } from "./about-panel";
import { BacktestPanel } from "./backtest-panel";
import { PreviewPanel } from "./preview-panel";
import styles from "./side-panels.module.css";
import { TestsPanel } from "./tests-panel";
import { TogetherPanel } from "./together-panel";
import type { PreviewState } from "./use-preview";
import bench from "./workbench.module.css";

const panels = ["preview", "about", "together", "tests", "backtest", "shadow"] as const;
export type Panel = (typeof panels)[number];

interface SidePanelsProps {
  /** The saved rule; undefined for a new one. */
  rule: RuleOnPage | undefined;
  panel: Panel;
  setPanel: (panel: Panel) => void;
  text: string;
  /** The text as it last rested. */
  settled: string;
  overrides: Record<string, string>;
  setOverrides: (overrides: Record<string, string>) => void;
  /** The version that the writing began with. */
  version: number;
  dirty: boolean;
  faulty: boolean;
  canWrite: boolean;
  params: readonly Param[];
  doc: string | undefined;
  plainWords: string | undefined;
  /** Writes a first test into the text, where that can be done. */
  writeTest: (() => void) | undefined;
  /** Tests of the text that fail. */
  failing: number;
  preview: PreviewState;
  runPreview: () => void;
  showInText: (place: { from: number; to: number }) => void;
}

/** What can be asked about a text, beside it: what it would do, says, meets, and has done on the past. */
export function SidePanels(props: SidePanelsProps) {
  const { t } = useTranslation();
  const { rule, panel, setPanel, text, settled, overrides, dirty, faulty, canWrite, failing } = props;
  const goTo = (span: TextSpan) => props.showInText(placeOf(settled, span));
  const part = { className: bench.panel ?? "" };
  return (
    <aside className={bench.side} aria-label={t("rules.panels")}>
      <Tabs value={panel} onChange={(value) => setPanel(panels.find((each) => each === value) ?? "preview")}>
        <Tabs.List className={styles.tabs ?? ""}>
          <Tabs.Tab value="preview">{t("rules.preview.tab")}</Tabs.Tab>
          <Tabs.Tab value="about">{t("rules.about")}</Tabs.Tab>
          <Tabs.Tab value="together">{t("rules.together.tab")}</Tabs.Tab>
          <Tabs.Tab value="tests">
            {t("rules.tests.title")}
            {failing > 0 && (
              <span
                role="img"
                className={styles.failing}
                aria-label={t("rules.tests.failedCount", { count: failing })}
              >
                {formatCount(failing)}
              </span>
            )}
          </Tabs.Tab>
          <Tabs.Tab value="backtest">{t("backtests.title")}</Tabs.Tab>
          {rule && <Tabs.Tab value="shadow">{t("shadows.title")}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="preview" {...part}>
          <PreviewPanel state={props.preview} faulty={faulty} />
        </Tabs.Panel>
        <Tabs.Panel value="about" {...part}>
          <AboutPanel
            rule={rule}
            doc={props.doc}
            plainWords={props.plainWords}
            params={props.params}
            overrides={overrides}
            setOverrides={props.setOverrides}
            version={props.version}
            canWrite={canWrite}
          />
        </Tabs.Panel>
        <Tabs.Panel value="together" {...part}>
          {panel === "together" && (
            <TogetherPanel asked={{ text: settled, overrides, rule: rule?.id }} faulty={faulty} goTo={goTo} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="tests" {...part}>
          {panel === "tests" && (
            <TestsPanel text={settled} faulty={faulty} begin={props.writeTest} goTo={goTo} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="backtest" {...part}>
          <BacktestPanel
            text={text}
            overrides={overrides}
            ruleId={rule?.id}
            faulty={faulty}
            openPreview={props.runPreview}
          />
        </Tabs.Panel>
        {rule && (
          <Tabs.Panel value="shadow" {...part}>
            {panel === "shadow" && (
              <ShadowPanel
                rule={rule}
                draft={dirty ? { text, overrides } : undefined}
                faulty={faulty}
                canWrite={canWrite}
              />
            )}
          </Tabs.Panel>
        )}
      </Tabs>
    </aside>
  );
}
