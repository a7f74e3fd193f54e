import { Button, Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { IconArchive, IconArrowLeft, IconDeviceFloppy, IconDots, IconHistory } from "~/shared/ui/icons";
import type { RuleOnPage } from "../../api/get-rule";
import { NotAnalysable } from "../not-analysable";
import { RuleState } from "../rule-state";
import { RuleSwitch } from "../rule-switch";
import styles from "./workbench.module.css";

interface WorkbenchHeadProps {
  /** The saved rule; undefined for a new one. */
  rule: RuleOnPage | undefined;
  name: string;
  /** The version that the writing began with. */
  version: number;
  dirty: boolean;
  canWrite: boolean;
  save: () => void;
  showHistory: () => void;
  archive: () => void;
}

/** What a rule is called, how it stands, and what can be done with it as a whole. */
export function WorkbenchHead(props: WorkbenchHeadProps) {
  const { t } = useTranslation();
  const { rule, name, version, dirty, canWrite, save, showHistory, archive } = props;
  return (
    <header className={styles.bar}>
      <Link
        to="/rules"
        className={styles.back}
        aria-label={t("rules.backToList")}
        title={t("rules.backToList")}
      >
        <IconArrowLeft size={17} stroke={2} aria-hidden />
      </Link>
      <div className={styles.title}>
        <h1>{name}</h1>
        {rule && <RuleState rule={rule} look="pill" />}
        {rule && !rule.is_analysable && <NotAnalysable look="pill" />}
        <span className={styles.version}>
          {rule ? t("rules.version", { version: version }) : t("rules.notSaved")}
        </span>
        {dirty && rule && <span className={styles.dirty}>{t("rules.unsaved")}</span>}
      </div>
      <div className={styles.tools}>
        {rule && (
          <Button variant="default" leftSection={<IconHistory size={16} aria-hidden />} onClick={showHistory}>
            {t("rules.history.button")}
          </Button>
        )}
        {rule && canWrite && (
          <RuleSwitch rule={rule} disabled={dirty} why={dirty ? t("rules.saveFirst") : undefined} size="sm" />
        )}
        {canWrite && (
          <Button
            leftSection={<IconDeviceFloppy size={16} aria-hidden />}
            disabled={!dirty && rule !== undefined}
            aria-keyshortcuts="Control+S"
            onClick={save}
          >
            {t(rule ? "rules.save.button" : "rules.save.submitDraft")}
          </Button>
        )}
        {rule?.can.archive && canWrite && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <Button variant="default" px={9} className={styles.more ?? ""} aria-label={t("rules.more")}>
                <IconDots size={17} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconArchive size={16} aria-hidden />} onClick={archive}>
                {t("rules.archive.button")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
    </header>
  );
}
