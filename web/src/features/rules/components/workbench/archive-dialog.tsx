import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconArchive } from "~/shared/ui/icons";
import { useArchiveRule } from "../../api/archive-rule";
import type { RuleOnPage } from "../../api/get-rule";
import { ChangeFailure } from "../change-failure";
import dialogs from "../dialogs.module.css";

interface ArchiveDialogProps {
  rule: RuleOnPage;
  close: () => void;
  onArchived: () => void;
}

/** Before a rule leaves the list. */
export function ArchiveDialog({ rule, close, onArchived }: ArchiveDialogProps) {
  const { t } = useTranslation();
  const archive = useArchiveRule();
  return (
    <Modal
      opened
      onClose={close}
      size="md"
      title={t("rules.archive.title", { name: rule.name })}
      closeButtonProps={{ "aria-label": t("actions.cancel") }}
    >
      <div className={dialogs.dialog}>
        <p className={dialogs.lead}>{t("rules.archive.lead")}</p>
        {archive.error && <ChangeFailure error={archive.error} />}
        <div className={dialogs.answers}>
          <Button variant="default" onClick={close}>
            {t("actions.cancel")}
          </Button>
          <Button
            data-autofocus
            color="red"
            loading={archive.isPending}
            leftSection={<IconArchive size={16} aria-hidden />}
            onClick={() => archive.mutate(rule, { onSuccess: onArchived })}
          >
            {t("rules.archive.button")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
