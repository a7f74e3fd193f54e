import { Button, Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { permits, useSession } from "~/shared/api/session";
import type { AccountDetail } from "~/shared/api/types";
import { type Command, useCommands } from "~/shared/commands";
import { BackLink } from "~/shared/ui/back-link";
import { Callout } from "~/shared/ui/callout";
import { CommandButton } from "~/shared/ui/command-button";
import {
  IconDots,
  IconPlayerPlay,
  IconPlugConnected,
  IconPlugConnectedX,
  IconRefresh,
  IconTag,
} from "~/shared/ui/icons";
import { Page } from "~/shared/ui/page";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { accountQuery } from "../api/get-account";
import { useResumeAccount } from "../api/resume-account";
import { useStartConnection } from "../api/start-connection";
import { useSyncAccount } from "../api/sync-account";
import styles from "./account-page.module.css";
import { AccountFacts, AccountHead, DataSets, FirstSyncPanel, RulesOfAccount } from "./account-panels";
import { DisconnectAccount } from "./disconnect-account";
import { MoveAccount } from "./move-account";

interface TroubleProps {
  account: AccountDetail;
  /** What mends it; absent where the reader's role cannot. */
  mend: Command | undefined;
  pending: boolean;
}

/** Why nothing of this account works, and the one button that changes that. */
function Trouble({ account, mend, pending }: TroubleProps) {
  const { t } = useTranslation();
  const { state } = account;
  if (state === "active" || state === "connecting") return null;
  return (
    <Callout
      tone={state === "cancelled" || state === "disconnected" ? "neutral" : "critical"}
      title={t(`accounts.trouble.${state}`)}
      action={mend && <CommandButton command={mend} loading={pending} />}
    >
      {account.state_detail !== null && <p>{account.state_detail}</p>}
      {state === "reconnect" && account.grant.state_detail !== null && <p>{account.grant.state_detail}</p>}
      {state !== "reconnect" && <p>{t(`accounts.trouble.${state}Help`)}</p>}
    </Callout>
  );
}

function Failed({ title, error }: { title: string; error: unknown }) {
  const { t } = useTranslation();
  if (error == null) return null;
  return (
    <Callout tone="critical" role="alert" title={title}>
      {isProblem(error) && !error.unreachable ? error.message : t("confirm.unknown")}
    </Callout>
  );
}

function Loaded({ account, etag }: { account: AccountDetail; etag: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayWrite = permits(useSession(), "accounts.write");
  const [asking, setAsking] = useState<"disconnect" | "move">();
  const sync = useSyncAccount(account.id);
  const resume = useResumeAccount(account.id);
  const start = useStartConnection();
  const gone = account.state === "disconnected";
  const running = account.sync.running || sync.isPending;

  const commands = {
    sync: {
      id: "account-sync",
      label: running ? t("accounts.do.syncing") : t("accounts.do.sync"),
      icon: IconRefresh,
      keys: ["s"],
      enabled: mayWrite && !running && account.state === "active",
      palette: "page",
      perform: () => sync.mutate(),
    },
    reconnect: {
      id: "account-reconnect",
      label: t("accounts.do.reconnect"),
      icon: IconPlugConnected,
      keys: [],
      enabled: mayWrite,
      palette: "page",
      perform: () =>
        start.mutate(
          { platform: account.platform, account_id: account.id },
          {
            onSuccess: ({ id }) =>
              void navigate({ to: "/accounts/connect/$connectionId", params: { connectionId: id } }),
          },
        ),
    },
    resume: {
      id: "account-resume",
      label: t("accounts.do.resume"),
      icon: IconPlayerPlay,
      keys: [],
      enabled: mayWrite && account.state === "quarantined",
      palette: "page",
      perform: () => resume.mutate(),
    },
    move: {
      id: "account-move",
      label: t("accounts.do.move"),
      icon: IconTag,
      keys: [],
      enabled: mayWrite,
      palette: "page",
      perform: () => setAsking("move"),
    },
    disconnect: {
      id: "account-disconnect",
      label: t("accounts.do.disconnect"),
      icon: IconPlugConnectedX,
      keys: [],
      enabled: mayWrite && !gone,
      palette: "page",
      perform: () => setAsking("disconnect"),
    },
  } satisfies Record<string, Command>;
  useCommands(Object.values(commands));
  const mend = account.state === "quarantined" ? commands.resume : commands.reconnect;

  return (
    <Page
      title={account.name}
      back={<BackLink to="/accounts" label={t("accounts.title")} />}
      tools={
        mayWrite && (
          <>
            {!gone && <CommandButton command={commands.sync} variant="default" />}
            <Menu position="bottom-end" width={240}>
              <Menu.Target>
                <Button variant="default" leftSection={<IconDots size={16} stroke={2} aria-hidden />}>
                  {t("accounts.do.more")}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {[commands.reconnect, commands.move, commands.disconnect]
                  .filter(({ enabled }) => enabled)
                  .map((command) => (
                    <Menu.Item
                      key={command.id}
                      onClick={command.perform}
                      leftSection={<command.icon size={16} stroke={1.8} aria-hidden />}
                      {...(command === commands.disconnect ? { color: "red" } : {})}
                    >
                      {command.label}
                    </Menu.Item>
                  ))}
              </Menu.Dropdown>
            </Menu>
          </>
        )
      }
    >
      <div className={styles.page}>
        <AccountHead account={account} />
        <Failed title={t("accounts.failed.sync")} error={sync.error} />
        <Failed title={t("accounts.failed.resume")} error={resume.error} />
        <Failed title={t("confirm.failed")} error={start.error} />
        <Trouble
          account={account}
          mend={mayWrite ? mend : undefined}
          pending={resume.isPending || start.isPending}
        />
        <FirstSyncPanel account={account} />
        <DataSets account={account} />
        <AccountFacts account={account} />
        <RulesOfAccount account={account} />
      </div>
      {asking === "disconnect" && (
        <DisconnectAccount
          account={account}
          close={() => setAsking(undefined)}
          onDone={() => void navigate({ to: "/accounts" })}
        />
      )}
      {asking === "move" && <MoveAccount account={account} etag={etag} close={() => setAsking(undefined)} />}
    </Page>
  );
}

/** One account: whether it works, how fresh its data is, who gave access, and what can be done about each. */
export function AccountPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(accountQuery(id));
  if (data) return <Loaded account={data.value} etag={data.etag} />;
  return (
    <Page title={t("accounts.page.facts")} back={<BackLink to="/accounts" label={t("accounts.title")} />}>
      {error ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : (
        <RowsSkeleton rows={6} height={64} />
      )}
    </Page>
  );
}
