import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RuleOnPage } from "../../api/get-rule";
import dialogs from "../dialogs.module.css";
import { LazyDiff } from "./lazy-diff";

interface ConflictDialogProps {
  /** As somebody else saved it. */
  rule: RuleOnPage;
  /** As it is written here. */
  text: string;
  close: () => void;
  takeTheirs: () => void;
  keepMine: () => void;
}

/** Two texts of one rule: the version that somebody saved meanwhile, and the one on the page. */
export function ConflictDialog({ rule, text, close, takeTheirs, keepMine }: ConflictDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={close}
      size="80rem"
      title={t("rules.conflict.title", { version: rule.version })}
      closeButtonProps={{ "aria-label": t("actions.cancel") }}
    >
      <div className={dialogs.dialog}>
        <p className={dialogs.lead}>{t("rules.conflict.lead")}</p>
        <LazyDiff
          before={{ text: rule.text, label: t("rules.version", { version: rule.version }) }}
          after={{ text, label: t("rules.save.yours") }}
        />
        <div className={dialogs.answers}>
          <Button variant="default" onClick={takeTheirs}>
            {t("rules.conflict.theirs", { version: rule.version })}
          </Button>
          <Button data-autofocus onClick={keepMine}>
            {t("rules.conflict.mine")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
