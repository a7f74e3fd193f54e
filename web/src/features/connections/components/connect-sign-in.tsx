import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import type { Connection } from "~/shared/api/types";
import { formatInstant } from "~/shared/lib/time";
import { Callout } from "~/shared/ui/callout";
import { IconCircleCheck, IconCircleX, IconExternalLink, IconRefresh } from "~/shared/ui/icons";
import { Status } from "~/shared/ui/status";
import { useAbandonConnection } from "../api/abandon-connection";
import { useStartConnection } from "../api/start-connection";
import { consentOf } from "../model/consent";
import styles from "./wizard.module.css";
import { StepBody } from "./wizard-steps";

/** Begins the same sign-in anew and goes to it. */
function useBeginAgain({ platform, reconnects }: Connection) {
  const start = useStartConnection();
  const navigate = useNavigate();
  return {
    error: start.error,
    isPending: start.isPending,
    begin: () =>
      start.mutate(reconnects ? { platform, account_id: reconnects.id } : { platform }, {
        onSuccess: ({ id }) =>
          void navigate({ to: "/accounts/connect/$connectionId", params: { connectionId: id } }),
      }),
  };
}

function NotBegun({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (error == null) return null;
  return (
    <Callout tone="critical" role="alert" title={t("confirm.failed")}>
      {isProblem(error) && !error.unreachable ? error.message : t("state.unreachableHelp")}
    </Callout>
  );
}

/** Second step: before the person leaves for the platform, and while they are there. */
export function ConnectSignIn({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const abandon = useAbandonConnection();
  const again = useBeginAgain(connection);
  const platform = t(`platform.${connection.platform}`);
  const consent = consentOf(connection.id);
  const { reconnects } = connection;
  return (
    <StepBody title={t("connect.signIn.title", { platform })} lead={t("connect.signIn.lead", { platform })}>
      {consent === undefined && (
        <Callout tone="info" title={t("connect.signIn.lost")}>
          {t("connect.signIn.lostHelp")}
        </Callout>
      )}
      {connection.scopes.length > 0 && (
        <div>
          <h3 className={styles.scopesTitle}>{t("connect.signIn.scopes")}</h3>
          <ul className={styles.scopes}>
            {connection.scopes.map((scope) => (
              <li key={scope.name} className={styles.scope}>
                <span className={styles.scopeWords}>
                  {scope.needed_for}
                  <span className={styles.scopeName}>{scope.name}</span>
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className={styles.fine}>{t("connect.signIn.promise")}</p>
      <NotBegun error={again.error} />
      <div className={styles.buttons}>
        {consent === undefined ? (
          <Button
            onClick={again.begin}
            loading={again.isPending}
            leftSection={<IconRefresh size={16} stroke={2} aria-hidden />}
          >
            {t("connect.signIn.begin")}
          </Button>
        ) : (
          <Button
            component="a"
            href={consent}
            rightSection={<IconExternalLink size={16} stroke={2} aria-hidden />}
          >
            {t("connect.signIn.go", { platform })}
          </Button>
        )}
        <Button
          variant="default"
          loading={abandon.isPending}
          onClick={() =>
            abandon.mutate(connection.id, {
              onSettled: () =>
                void (reconnects
                  ? navigate({ to: "/accounts/$accountId", params: { accountId: reconnects.id } })
                  : navigate({ to: "/accounts" })),
            })
          }
        >
          {t("connect.signIn.cancel")}
        </Button>
        <p className={`${styles.fine} ${styles.aside}`}>
          {t("connect.signIn.until", { instant: formatInstant(connection.expires_at) })}
        </p>
      </div>
    </StepBody>
  );
}

/** Second step, when it did not work: what happened, what was granted, and the button that mends it. */
export function ConnectProblem({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const again = useBeginAgain(connection);
  const { problem, scopes } = connection;
  const code = problem?.code ?? "expired";
  return (
    <StepBody title={t("connect.signIn.title", { platform: t(`platform.${connection.platform}`) })}>
      <Callout
        tone={code === "refused" || code === "expired" ? "caution" : "critical"}
        role="alert"
        title={problem?.title}
      >
        <p>{problem?.detail}</p>
        <p>
          <b>{t("connect.problem.next")}:</b> {problem?.what_to_do}
        </p>
      </Callout>
      {code === "missing_scope" && scopes.length > 0 && (
        <div>
          <h3 className={styles.scopesTitle}>{t("connect.problem.scopes")}</h3>
          <ul className={styles.scopes} aria-label={t("connect.problem.scopes")}>
            {scopes.map((scope) => (
              <li key={scope.name} className={styles.scope}>
                <span className={styles.scopeWords}>
                  {scope.needed_for}
                  <span className={styles.scopeName}>{scope.name}</span>
                </span>
                {scope.granted ? (
                  <Status tone="positive" icon={IconCircleCheck} label={t("connect.problem.granted")} />
                ) : (
                  <Status tone="critical" icon={IconCircleX} label={t("connect.problem.lacking")} />
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      <NotBegun error={again.error} />
      <div className={styles.buttons}>
        <Button
          onClick={again.begin}
          loading={again.isPending}
          leftSection={<IconRefresh size={16} stroke={2} aria-hidden />}
        >
          {t(`connect.problem.retry.${code}`)}
        </Button>
        <Button variant="default" onClick={() => void navigate({ to: "/accounts/connect" })}>
          {t("connect.problem.other")}
        </Button>
      </div>
    </StepBody>
  );
}
