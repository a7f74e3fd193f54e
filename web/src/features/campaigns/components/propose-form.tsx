import { Button, Modal, NumberInput, Skeleton, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import type { ActionDetail, Campaign, Money } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import { Change } from "~/shared/ui/change";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconHourglassHigh,
  IconShieldX,
  IconStack2,
} from "~/shared/ui/icons";
import { MoneyChange } from "~/shared/ui/money-change";
import { dryRunQuery, type Proposal, usePropose } from "../api/propose";
import styles from "./propose-form.module.css";

const MICROS = 1_000_000;

/** How many digits a currency has behind the point: none in yen. */
function digitsOf(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
  }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}

/** What the change would do and who has to agree, asked of the server for the value as it stands in the form. */
function Outlook({ id, proposal }: { id: string; proposal: Proposal }) {
  const { t } = useTranslation();
  const { data, error, isFetching } = useQuery(dryRunQuery(id, proposal));
  if (error) {
    return (
      <p className={styles.word} data-tone="critical" role="alert">
        <IconAlertTriangle size={16} stroke={2} aria-hidden />
        {isProblem(error) && !error.unreachable ? sentence(error.message) : t("state.unreachable")}
      </p>
    );
  }
  if (!data) return <Skeleton height={64} radius="md" />;
  return (
    <div className={styles.outlook} data-stale={isFetching || undefined} aria-live="polite">
      <div className={styles.effect}>
        <Change before={data.before} after={data.after} />
        {data.per_day_change && <MoneyChange change={data.per_day_change} />}
      </div>
      {data.blocked.map(({ by, reason }) => (
        <p key={by} className={styles.word} data-tone="critical">
          <IconShieldX size={16} stroke={2} aria-hidden />
          <span>
            <b>{t("decisions.blockedBy", { by })}</b>: {reason}
          </span>
        </p>
      ))}
      {data.blocked.length === 0 && (
        <p className={styles.word}>
          {data.needs_approval ? (
            <IconHourglassHigh size={16} stroke={2} aria-hidden />
          ) : (
            <IconCircleCheck size={16} stroke={2} aria-hidden />
          )}
          {t(data.needs_approval ? "campaigns.propose.needsApproval" : "campaigns.propose.atOnce")}
        </p>
      )}
    </div>
  );
}

interface ProposeFormProps {
  campaign: Campaign;
  kind: Proposal["kind"];
  onClose: () => void;
}

/** A person's own change to a campaign: seen before it is asked for, with a reason, through the one door. */
export function ProposeForm({ campaign, kind, onClose }: ProposeFormProps) {
  const { t } = useTranslation();
  const budget = campaign.budget ?? null;
  const currency = campaign.account.currency;
  const [units, setUnits] = useState<number | string>(budget ? budget.micros / MICROS : "");
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const [made, setMade] = useState<ActionDetail>();
  const [shown] = useDebouncedValue(units, 250);
  const propose = usePropose(campaign.id);

  const proposalOf = (value: number | string): Proposal | undefined => {
    if (kind !== "set_budget") return { kind };
    // The field answers with text where the digits typed differ from the number's own.
    const amount = Number(value);
    const micros = Number.isFinite(amount) ? Math.round(amount * MICROS) : 0;
    const next: Money = { micros, currency };
    return micros > 0 && micros !== budget?.micros ? { kind, budget: next } : undefined;
  };
  const proposal = proposalOf(units);
  const preview = proposalOf(shown);
  const missing = reason.trim() === "";
  const submit = () => {
    setAsked(true);
    if (!proposal || missing) return;
    propose.mutate({ proposal, reason: reason.trim() }, { onSuccess: setMade });
  };

  return (
    <Modal
      opened
      onClose={onClose}
      size="md"
      title={t(`campaigns.propose.title.${kind}`)}
      closeButtonProps={{ "aria-label": t("actions.cancel") }}
    >
      {made ? (
        <div className={styles.form}>
          <p className={styles.made} role="status">
            <IconCircleCheck size={18} stroke={2} aria-hidden />
            <span>
              <b>{t(`actions.state.${made.state}`)}.</b> {t(`actions.stateHelp.${made.state}`)}
            </span>
          </p>
          {made.state_detail && <p className={styles.word}>{sentence(made.state_detail)}</p>}
          <div className={styles.answers}>
            <Button
              variant="default"
              renderRoot={(props) => <Link to="/approvals" search={{ selected: made.id }} {...props} />}
            >
              {t("campaigns.propose.show")}
            </Button>
            <Button data-autofocus onClick={onClose}>
              {t("campaigns.propose.done")}
            </Button>
          </div>
        </div>
      ) : (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {kind === "set_budget" && (
            <NumberInput
              label={t("campaigns.propose.budget", { currency })}
              data-autofocus
              min={0}
              decimalScale={digitsOf(currency)}
              fixedDecimalScale={digitsOf(currency) > 0}
              thousandSeparator=" "
              allowNegative={false}
              hideControls
              value={units}
              onChange={setUnits}
              error={asked && !proposal ? t("campaigns.propose.budgetNeeded") : undefined}
            />
          )}
          {campaign.budget_shared && (
            <p className={styles.word} data-tone="caution">
              <IconStack2 size={16} stroke={2} aria-hidden />
              {t("campaigns.propose.shared")}
            </p>
          )}
          {preview && <Outlook id={campaign.id} proposal={preview} />}
          <Textarea
            label={t("campaigns.propose.reason")}
            description={t("campaigns.propose.reasonHelp")}
            autosize
            minRows={2}
            maxRows={5}
            maxLength={1000}
            value={reason}
            error={asked && missing ? t("actions.rejectNeeded") : undefined}
            onChange={(event) => setReason(event.currentTarget.value)}
            {...(kind === "set_budget" ? {} : { "data-autofocus": true })}
          />
          {propose.error && (
            <p className={styles.word} data-tone="critical" role="alert">
              <IconAlertTriangle size={16} stroke={2} aria-hidden />
              {isProblem(propose.error) && !propose.error.unreachable
                ? sentence(propose.error.message)
                : t("actions.problem.unknown")}
            </p>
          )}
          <div className={styles.answers}>
            <Button variant="default" onClick={onClose}>
              {t("actions.cancel")}
            </Button>
            <Button type="submit" loading={propose.isPending}>
              {t(`campaigns.propose.submit.${kind}`)}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
