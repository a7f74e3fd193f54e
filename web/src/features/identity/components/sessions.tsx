import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import type { OwnSession } from "~/shared/api/types";
import { Callout } from "~/shared/ui/callout";
import { IconCircleCheck } from "~/shared/ui/icons";
import { WatchAgo } from "~/shared/ui/moment";
import { Panel } from "~/shared/ui/panel";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import { useEndSession } from "../api/end-session";
import { sessionsQuery } from "../api/list-sessions";
import { deviceOf } from "../model/device";
import styles from "./profile-page.module.css";

function useDeviceName() {
  const { t } = useTranslation();
  return ({ user_agent }: OwnSession) => {
    const { browser, system } = deviceOf(user_agent);
    if (browser !== undefined && system !== undefined) {
      return t("identity.profile.device", { browser, system });
    }
    return browser ?? system ?? t("identity.profile.unknownDevice");
  };
}

/** Where a person is signed in, and the way to end what they do not recognise. */
export function Sessions() {
  const { t } = useTranslation();
  const nameOf = useDeviceName();
  const { data: sessions, error, refetch } = useQuery(sessionsQuery);
  const end = useEndSession();
  const others = sessions?.filter(({ current }) => !current) ?? [];
  return (
    <Panel
      title={t("identity.profile.sessions")}
      lead={t("identity.profile.sessionsLead")}
      tools={
        others.length > 1 && (
          <Button
            size="xs"
            variant="default"
            loading={end.isPending && end.variables === "others"}
            onClick={() => end.mutate("others")}
          >
            {t("identity.profile.endOthers")}
          </Button>
        )
      }
    >
      {end.error !== null && (
        <div className={styles.failed}>
          <Callout tone="critical" role="alert" title={t("identity.profile.endFailed")}>
            {isProblem(end.error) && !end.error.unreachable ? end.error.message : t("confirm.unknown")}
          </Callout>
        </div>
      )}
      {!sessions ? (
        error ? (
          <LoadFailure error={error} retry={() => void refetch()} />
        ) : (
          <RowsSkeleton rows={2} />
        )
      ) : (
        <ul className={styles.sessions} aria-label={t("identity.profile.sessions")}>
          {[...sessions]
            .sort((a, b) => Number(b.current) - Number(a.current))
            .map((session) => (
              <li key={session.id} className={styles.session}>
                <span className={styles.device} title={session.user_agent}>
                  <b>{nameOf(session)}</b>
                  <span>
                    {t("identity.profile.seen")} <WatchAgo at={session.last_seen_at} />,{" "}
                    {t("identity.profile.began")} <WatchAgo at={session.created_at} />
                  </span>
                </span>
                {session.current ? (
                  <Status tone="positive" icon={IconCircleCheck} label={t("identity.profile.thisOne")} />
                ) : (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={t("identity.profile.endOf", { device: nameOf(session) })}
                    loading={end.isPending && end.variables !== "others" && end.variables.id === session.id}
                    onClick={() => end.mutate({ id: session.id })}
                  >
                    {t("identity.profile.end")}
                  </Button>
                )}
              </li>
            ))}
        </ul>
      )}
    </Panel>
  );
}
