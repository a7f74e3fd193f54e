import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import dialogs from "../dialogs.module.css";

/** Before somebody leaves text that is not saved; it stays in the tab either way. */
export function LeaveDialog({ stay, leave }: { stay: () => void; leave: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={stay}
      size="md"
      title={t("rules.leave.title")}
      closeButtonProps={{ "aria-label": t("rules.close") }}
    >
      <div className={dialogs.dialog}>
        <p className={dialogs.lead}>{t("rules.leave.lead")}</p>
        <div className={dialogs.answers}>
          <Button variant="default" onClick={leave}>
            {t("rules.leave.go")}
          </Button>
          <Button data-autofocus onClick={stay}>
            {t("rules.leave.stay")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
