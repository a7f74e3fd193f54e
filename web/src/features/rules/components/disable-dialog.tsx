import { Button, Modal, Radio } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { about, heldOn } from "~/shared/lib/about";
import { sentence } from "~/shared/lib/sentence";
import { Coded } from "~/shared/ui/coded";
import { HoldEnds } from "~/shared/ui/hold-ends";
import { IconPlayerPause } from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { type HoldsChoice, useDisableRule } from "../api/disable-rule";
import { ruleQuery } from "../api/get-rule";
import type { Hold, Restored } from "../api/types";
import { BeforeAfter } from "./before-after";
import { ChangeFailure } from "./change-failure";
import styles from "./dialogs.module.css";

/** What a rule set that still stands. */
export function HoldList({ holds }: { holds: readonly Hold[] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.holds} aria-label={t("rules.holds")}>
      {holds.map((hold) => (
        <li key={hold.action_id}>
          <PlatformMark platform={hold.account.platform} />
          <span className={styles.account}>
            <b>{heldOn(about(hold), hold)}</b>
            <span className={styles.why}>
              {t("rules.heldSince")} <Ago at={hold.since} timeZone={hold.account.time_zone} />
              {hold.ends && (
                <>
                  {", "}
                  <HoldEnds ends={hold.ends} timeZone={hold.account.time_zone} />
                </>
              )}
              {!hold.can_release && hold.why_not !== null && `. ${sentence(hold.why_not)}`}
            </span>
          </span>
          <BeforeAfter before={hold.before} after={hold.after} />
        </li>
      ))}
    </ul>
  );
}

/** What became of each old value that was to come back. */
function RestoredList({ restored }: { restored: readonly Restored[] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.holds} aria-label={t("rules.restoredList")}>
      {restored.map((each) => (
        <li key={each.action_id ?? `${each.object?.id ?? each.campaign?.id} ${each.property} ${each.label}`}>
          <span className={styles.account}>
            <b>{heldOn(about({ ...each, account: { name: "" } }), each)}</b>
            <span className={styles.why}>
              {each.refused !== null ? (
                <Coded text={each.refused} />
              ) : each.state === "awaiting_approval" ? (
                t("rules.restoredWaits")
              ) : (
                t("rules.restoredOnItsWay")
              )}
            </span>
          </span>
          <BeforeAfter before={each.before} after={each.after} />
        </li>
      ))}
    </ul>
  );
}

interface DialogProps {
  ruleId: string;
  name: string;
  close: () => void;
}

/** Before a rule stops: what it set that still stands, and whether that stays or goes back. */
export function DisableDialog({ ruleId, name, close }: DialogProps) {
  const { t } = useTranslation();
  const { data: rule, error, refetch } = useQuery({ ...ruleQuery(ruleId), staleTime: 0 });
  const change = useDisableRule();
  const [holds, setHolds] = useState<HoldsChoice>("keep");
  const releasable = rule?.holds.filter(({ can_release }) => can_release).length ?? 0;
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={t("rules.disableTitle", { name })}
      closeButtonProps={{ "aria-label": t("actions.cancel") }}
    >
      {change.data && change.data.restored.length > 0 ? (
        <div className={styles.dialog}>
          <p className={styles.lead}>{t("rules.restoredLead")}</p>
          <RestoredList restored={change.data.restored} />
          <div className={styles.answers}>
            <Button data-autofocus onClick={close}>
              {t("rules.close")}
            </Button>
          </div>
        </div>
      ) : !rule ? (
        error ? (
          <LoadFailure error={error} retry={() => void refetch()} />
        ) : (
          <RowsSkeleton rows={3} />
        )
      ) : (
        <div className={styles.dialog}>
          <p className={styles.lead}>
            {t("rules.disableLead")} {rule.waiting > 0 && t("rules.disableWaiting", { count: rule.waiting })}
          </p>
          {rule.holds.length === 0 ? (
            <p className={styles.calm}>{t("rules.noHolds")}</p>
          ) : (
            <section className={styles.part} aria-label={t("rules.holds")}>
              <h3 className={styles.head}>{t("rules.holdsCount", { count: rule.holds.length })}</h3>
              <HoldList holds={rule.holds} />
              <Radio.Group
                value={holds}
                onChange={(value) => setHolds(value === "restore" ? "restore" : "keep")}
                label={t("rules.holdsQuestion")}
              >
                <div className={styles.choices}>
                  <Radio value="keep" label={t("rules.holdsKeep")} description={t("rules.holdsKeepHelp")} />
                  <Radio
                    value="restore"
                    disabled={releasable === 0}
                    label={t("rules.holdsRestore", { count: releasable })}
                    description={t("rules.holdsRestoreHelp")}
                  />
                </div>
              </Radio.Group>
            </section>
          )}
          {change.error && <ChangeFailure error={change.error} again={() => void refetch()} />}
          <div className={styles.answers}>
            <Button variant="default" onClick={close}>
              {t("actions.cancel")}
            </Button>
            <Button
              data-autofocus
              disabled={!rule.can.disable}
              loading={change.isPending}
              leftSection={<IconPlayerPause size={16} aria-hidden />}
              onClick={() =>
                change.mutate(
                  { rule, holds },
                  // What could not be restored is said before the dialog goes.
                  { onSuccess: ({ restored }) => (restored.length === 0 ? close() : undefined) },
                )
              }
            >
              {t(holds === "restore" ? "rules.disableRestore" : "rules.disable")}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
