import { Modal, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Command, currentCommands } from "~/shared/commands";
import { usePreferences } from "~/shared/preferences";
import { KeyCaps } from "~/shared/ui/key-caps";
import styles from "./keyboard-help.module.css";

/** All keys of the page, read from the commands themselves. */
export function KeyboardHelp({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation();
  const singleKeys = usePreferences((preferences) => preferences.singleKeys);
  const rows = new Map<string, Command>();
  if (opened) {
    for (const command of currentCommands()) {
      if (command.keys.length === 0) continue;
      const known = rows.get(command.label);
      rows.set(command.label, known ? { ...known, keys: [...known.keys, ...command.keys] } : command);
    }
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t("keys.title")}
      closeButtonProps={{ "aria-label": t("keys.close") }}
    >
      {!singleKeys && <p className={styles.off}>{t("keys.off")}</p>}
      <dl className={styles.keys}>
        {[...rows.values()].map((command) => (
          <div key={command.label} className={styles.row}>
            <dt>{command.label}</dt>
            <dd>
              {command.keys.map((key) => (
                <span key={key} className={styles.key}>
                  <KeyCaps shortcut={key} />
                  <VisuallyHidden component="span">{key}</VisuallyHidden>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
