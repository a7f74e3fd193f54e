import { Button, Checkbox, CloseButton, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActionSummary } from "~/shared/api/types";
import type { Command } from "~/shared/commands";
import { CommandButton } from "~/shared/ui/command-button";
import { IconCheck } from "~/shared/ui/icons";
import { MoneyChange } from "~/shared/ui/money-change";
import { type Effect, effectOf } from "../model/effect";
import { isLarge } from "../model/filter";
import styles from "./bulk-bar.module.css";
import { RejectForm } from "./reject-form";

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
  approve: Command;
  reject: Command;
  /** The question that is open. */
  asking: "approve" | "reject" | undefined;
  onApprove: () => void;
  onReject: (reason: string) => void;
  onCancel: () => void;
  onClear: () => void;
}

/** What several selected changes do together, and what decides them all, after a second question. */
export function BulkBar({
  actions,
  approve,
  reject,
  asking,
  onApprove,
  onReject,
  onCancel,
  onClear,
}: BulkBarProps) {
  const { t } = useTranslation();
  const [looked, setLooked] = useState(false);
  const count = actions.length;
  const effect = effectOf(actions);
  const large = isLarge(effect.perDay);
  const { pause, resume, set_budget, set_bid, set_target_cpa, set_target_roas } = effect.kinds;
  const targets = set_target_cpa + set_target_roas;
  const negatives = effect.kinds.add_negative_keyword + effect.kinds.remove_negative_keyword;
  const labels = effect.kinds.add_label + effect.kinds.remove_label;
  const kinds = [
    pause > 0 && t("actions.bulk.pauses", { count: pause }),
    resume > 0 && t("actions.bulk.resumes", { count: resume }),
    set_budget > 0 && t("actions.bulk.budgets", { count: set_budget }),
    set_bid > 0 && t("actions.bulk.bids", { count: set_bid }),
    targets > 0 && t("actions.bulk.targets", { count: targets }),
    negatives > 0 && t("actions.bulk.negatives", { count: negatives }),
    labels > 0 && t("actions.bulk.labels", { count: labels }),
  ].filter((text) => text !== false);
  return (
    <section className={styles.bar} aria-label={t("actions.bulk.label")}>
      <div className={styles.words}>
        <span className={styles.count}>{t("actions.bulk.selected", { count })}</span>
        <Totals effect={effect} />
      </div>
      <div className={styles.buttons}>
        <CommandButton command={approve} size="compact-md" />
        <CommandButton command={reject} size="compact-md" variant="default" />
        <CloseButton onClick={onClear} aria-label={t("actions.bulk.clear")} title={t("actions.bulk.clear")} />
      </div>
      <Modal
        opened={asking === "approve"}
        onClose={() => {
          setLooked(false);
          onCancel();
        }}
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
          {large && (
            <Checkbox
              data-autofocus
              label={t("actions.bulk.large")}
              checked={looked}
              onChange={(event) => setLooked(event.currentTarget.checked)}
            />
          )}
          <div className={styles.answers}>
            <Button variant="default" onClick={onCancel}>
              {t("actions.cancel")}
            </Button>
            <Button
              {...(large ? {} : { "data-autofocus": true })}
              disabled={large && !looked}
              leftSection={<IconCheck size={16} aria-hidden />}
              onClick={() => {
                setLooked(false);
                onApprove();
              }}
            >
              {t("actions.bulk.confirm", { count })}
            </Button>
          </div>
        </div>
      </Modal>
      <Modal
        opened={asking === "reject"}
        onClose={onCancel}
        title={t("actions.bulk.rejectTitle", { count })}
        size="md"
        closeButtonProps={{ "aria-label": t("actions.cancel") }}
      >
        <RejectForm onSubmit={onReject} onCancel={onCancel} />
      </Modal>
    </section>
  );
}
