import { Button } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AccountDetail, Connection } from "~/shared/api/types";
import { Callout } from "~/shared/ui/callout";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { accountQuery } from "../api/get-account";
import { FirstSyncProgress, FirstSyncState } from "./first-sync";
import styles from "./wizard.module.css";
import { StepBody, WizardFrame } from "./wizard-steps";

/** What `done` looks like where an account was only signed in again. */
function Reconnected({ account }: { account: { id: string; name: string } }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <StepBody title={t("connect.sync.reconnected", { name: account.name })}>
      <Callout tone="positive" role="status" title={t("connect.sync.reconnected", { name: account.name })}>
        {t("connect.sync.reconnectedHelp")}
      </Callout>
      <div className={styles.buttons}>
        <Button
          onClick={() => void navigate({ to: "/accounts/$accountId", params: { accountId: account.id } })}
        >
          {t("connect.sync.open", { name: account.name })}
        </Button>
      </div>
    </StepBody>
  );
}

function Progress({ account }: { account: AccountDetail }) {
  const { t } = useTranslation();
  return (
    <li className={styles.progress}>
      <div className={styles.progressHead}>
        <b>
          <Link
            to="/accounts/$accountId"
            params={{ accountId: account.id }}
            aria-label={t("connect.sync.open", { name: account.name })}
          >
            {account.name}
          </Link>
        </b>
        {account.first_sync && <FirstSyncState sync={account.first_sync} />}
      </div>
      {account.first_sync && <FirstSyncProgress name={account.name} sync={account.first_sync} />}
    </li>
  );
}

interface ConnectSyncProps {
  title: string;
  connection: Connection;
  /** The accounts that were connected just now; without it, all that this sign-in reaches. */
  chosen: readonly string[] | undefined;
}

/** Last step: the first data arrives while one looks on, or without. */
export function ConnectSync({ title, connection, chosen }: ConnectSyncProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const ids =
    chosen ?? connection.candidates.flatMap(({ account_id }) => (account_id === null ? [] : [account_id]));
  const reads = useQueries({ queries: ids.map((id) => accountQuery(id)) });
  if (connection.reconnects) {
    return (
      <WizardFrame title={title} step="sync" finished>
        <Reconnected account={connection.reconnects} />
      </WizardFrame>
    );
  }
  const accounts = reads.flatMap(({ data }) => (data ? [data.value] : []));
  const failure = reads.find(({ error, data }) => error !== null && !data);
  const finished =
    accounts.length === ids.length &&
    accounts.every(({ first_sync }) => first_sync === null || first_sync.state === "done");
  return (
    <WizardFrame title={title} step="sync" finished={finished}>
      <StepBody
        title={finished ? t("connect.sync.titleDone") : t("connect.sync.title", { count: ids.length })}
        lead={finished ? t("connect.sync.leadDone") : t("connect.sync.lead")}
      >
        {failure ? (
          <LoadFailure error={failure.error} retry={() => void failure.refetch()} />
        ) : accounts.length < ids.length ? (
          <RowsSkeleton rows={ids.length} height={88} />
        ) : (
          <ul className={styles.progressList}>
            {accounts.map((account) => (
              <Progress key={account.id} account={account} />
            ))}
          </ul>
        )}
        <div className={styles.buttons}>
          <Button onClick={() => void navigate({ to: finished ? "/campaigns" : "/accounts" })}>
            {finished ? t("connect.sync.toCampaigns") : t("connect.sync.toAccounts")}
          </Button>
          <Button variant="default" onClick={() => void navigate({ to: "/accounts/connect" })}>
            {t("connect.sync.more")}
          </Button>
        </div>
      </StepBody>
    </WizardFrame>
  );
}
