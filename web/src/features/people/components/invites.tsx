import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { permits, useSession } from "~/shared/api/session";
import type { Invite } from "~/shared/api/types";
import { Callout } from "~/shared/ui/callout";
import { type Column, DataTable, Titled } from "~/shared/ui/data-table";
import { IconBan, IconCircleCheck, IconClockOff, IconMail, IconUserPlus } from "~/shared/ui/icons";
import { WatchAgo } from "~/shared/ui/moment";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import type { Look } from "~/shared/ui/tone";
import { invitesQuery } from "../api/list-invites";
import { useRevokeInvite } from "../api/revoke-invite";
import styles from "./people.module.css";
import { RoleName } from "./role-name";

const looks: Record<Invite["state"], Look> = {
  open: { tone: "info", icon: IconMail },
  used: { tone: "positive", icon: IconCircleCheck },
  expired: { tone: "neutral", icon: IconClockOff },
  revoked: { tone: "neutral", icon: IconBan },
};

/** Every invitation that was given, and whether somebody can still come in by it. */
export function Invites() {
  const { t } = useTranslation();
  const mayWrite = permits(useSession(), "members.write");
  const { data: invites, error, refetch } = useQuery(invitesQuery);
  const revoke = useRevokeInvite();
  if (!invites) {
    return error ? (
      <LoadFailure error={error} retry={() => void refetch()} />
    ) : (
      <RowsSkeleton rows={3} height={54} />
    );
  }
  if (invites.length === 0) {
    return <Note icon={IconUserPlus} title={t("people.noInvites")} help={t("people.noInvitesHelp")} />;
  }
  const columns: Column<Invite>[] = [
    {
      id: "email",
      header: t("people.email"),
      onPhone: "title",
      cell: (invite) => <Titled title={invite.email} below={<RoleName role={invite.role} />} />,
    },
    {
      id: "state",
      header: t("people.stateTitle"),
      width: 15,
      cell: (invite) => <Status {...looks[invite.state]} label={t(`people.state.${invite.state}`)} />,
    },
    { id: "by", header: t("people.invitedBy"), width: 18, cell: (invite) => invite.created_by },
    {
      id: "created",
      header: t("people.created"),
      width: 14,
      align: "end",
      cell: (invite) => <WatchAgo at={invite.created_at} />,
    },
    {
      id: "expires",
      header: t("people.expires"),
      width: 14,
      align: "end",
      cell: (invite) => (invite.state === "open" ? <WatchAgo at={invite.expires_at} /> : "–"),
    },
    ...(mayWrite
      ? [
          {
            id: "revoke",
            header: t("people.deed"),
            width: 13,
            align: "end" as const,
            cell: (invite: Invite) =>
              invite.state === "open" && (
                <Button
                  size="xs"
                  variant="subtle"
                  color="gray"
                  aria-label={t("people.revokeOf", { email: invite.email })}
                  leftSection={<IconBan size={15} stroke={1.8} aria-hidden />}
                  loading={revoke.isPending && revoke.variables === invite.id}
                  onClick={() => revoke.mutate(invite.id)}
                >
                  {t("people.revoke")}
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      {revoke.error !== null && (
        <div className={styles.above}>
          <Callout tone="critical" role="alert" title={t("people.revokeFailed")}>
            {isProblem(revoke.error) && !revoke.error.unreachable
              ? revoke.error.message
              : t("confirm.unknown")}
          </Callout>
        </div>
      )}
      <DataTable
        label={t("people.tabs.invites")}
        columns={columns}
        rows={invites}
        rowKey={(invite) => invite.id}
      />
    </>
  );
}
