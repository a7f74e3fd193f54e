import { Button, CloseButton, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActionSummary } from "~/shared/api/types";
import type { Command } from "~/shared/commands";
import { CommandButton } from "~/shared/ui/command-button";
import { IconCheck } from "~/shared/ui/icons";
import { MoneyChange } from "~/shared/ui/money-change";
import { type Effect, effectOf } from "../model/effect";
import styles from "./bulk-bar.module.css";

function Totals({ effect }: { effect: Effect }) {
  const { t } = useTranslation();
  return effect.perDay.length === 0 ? (
    <span>{t("actions.bulk.none")}</span>
  ) : (
    effect.perDay.map((change) => <MoneyChange key={change.currency} change={change} />)
  );
}

interface BulkBarProps {
  actions: readonly ActionSummary[];
  command: Command;
  confirming: boolean;
  onConfirm: () => Promise<void>;
  onCancel: () => void;
  onClear: () => void;
}

/** What several selected changes do together, and the one button that approves them after a second question. */
export function BulkBar({ actions, command, confirming, onConfirm, onCancel, onClear }: BulkBarProps) {
  const { t } = useTranslation();
  const count = actions.length;
  const effect = effectOf(actions);
  const { pause, resume, set_budget } = effect.kinds;
  const kinds = [
    pause > 0 && t("actions.bulk.pauses", { count: pause }),
    resume > 0 && t("actions.bulk.resumes", { count: resume }),
    set_budget > 0 && t("actions.bulk.budgets", { count: set_budget }),
  ].filter((text) => text !== false);
  return (
    <section className={styles.bar} aria-label={t("actions.bulk.label")}>
      <div className={styles.words}>
        <span className={styles.count}>{t("actions.bulk.selected", { count })}</span>
        <Totals effect={effect} />
      </div>
      <div className={styles.buttons}>
        <CommandButton command={command} size="compact-md" />
        <CloseButton onClick={onClear} aria-label={t("actions.bulk.clear")} title={t("actions.bulk.clear")} />
      </div>
      <Modal
        opened={confirming}
        onClose={onCancel}
        title={t("actions.bulk.confirmTitle", { count })}
        size="md"
        closeButtonProps={{ "aria-label": t("actions.cancel") }}
      >
        <div className={styles.confirm}>
          <div className={styles.sum}>
            <Totals effect={effect} />
            <span>
              {kinds.join(", ")}. {t("actions.bulk.campaigns", { count: effect.campaigns })}.
            </span>
          </div>
          <p>{t("actions.bulk.confirmLead")}</p>
          <div className={styles.answers}>
            <Button variant="default" onClick={onCancel}>
              {t("actions.cancel")}
            </Button>
            <Button
              data-autofocus
              leftSection={<IconCheck size={16} aria-hidden />}
              onClick={() => void onConfirm()}
            >
              {t("actions.bulk.confirm", { count })}
            </Button>
          </div>
        </div>
      </Modal>
    </section>
  );
}
