import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { permits, useSession } from "~/shared/api/session";
import type { Member, Role } from "~/shared/api/types";
import { formatInstant } from "~/shared/lib/time";
import { Callout } from "~/shared/ui/callout";
import { Confirm } from "~/shared/ui/confirm";
import { type Column, DataTable, Titled } from "~/shared/ui/data-table";
import { IconTrash } from "~/shared/ui/icons";
import { WatchAgo } from "~/shared/ui/moment";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { useChangeRole } from "../api/change-role";
import { membersQuery } from "../api/list-members";
import { useRemoveMember } from "../api/remove-member";
import styles from "./people.module.css";
import { RoleName, roles } from "./role-name";

function Removing({ member, close }: { member: Member; close: () => void }) {
  const { t } = useTranslation();
  const remove = useRemoveMember();
  return (
    <Confirm
      title={t("people.removing.title", { name: member.name })}
      lead={t("people.removing.lead", { email: member.email })}
      consequences={[t("people.removing.sessions"), t("people.removing.history")]}
      submit={t("people.removing.submit")}
      pending={remove.isPending}
      error={remove.error}
      confirm={() => remove.mutate(member, { onSuccess: close })}
      close={close}
    />
  );
}

/** Everybody at the desk, with the role of each. */
export function Members() {
  const { t } = useTranslation();
  const mayWrite = permits(useSession(), "members.write");
  const { data: members, error, refetch } = useQuery(membersQuery);
  const changeRole = useChangeRole();
  const [removing, setRemoving] = useState<Member>();
  /** An admin about to stop being one. */
  const [demoting, setDemoting] = useState<{ member: Member; role: Role }>();

  if (!members) {
    return error ? (
      <LoadFailure error={error} retry={() => void refetch()} />
    ) : (
      <RowsSkeleton rows={4} height={54} />
    );
  }
  const ask = (member: Member, role: Role) => {
    if (role === member.role) return;
    if (member.is_me && member.role === "admin") setDemoting({ member, role });
    else changeRole.mutate({ member, role });
  };
  const columns: Column<Member>[] = [
    {
      id: "name",
      header: t("people.name"),
      onPhone: "title",
      cell: (member) => (
        <Titled
          title={
            <>
              {member.name} {member.is_me && <span className={styles.you}>{t("people.you")}</span>}
            </>
          }
          below={member.email}
        />
      ),
    },
    {
      id: "role",
      header: t("people.role"),
      width: 22,
      cell: (member) =>
        mayWrite ? (
          <Select
            size="xs"
            w={150}
            aria-label={t("people.changeRole", { name: member.name })}
            allowDeselect={false}
            data={roles.map((role) => ({ value: role, label: t(`account.roles.${role}`) }))}
            value={
              changeRole.isPending && changeRole.variables.member.id === member.id
                ? changeRole.variables.role
                : member.role
            }
            disabled={changeRole.isPending}
            onChange={(role) => role !== null && ask(member, role as Role)}
          />
        ) : (
          <RoleName role={member.role} />
        ),
    },
    {
      id: "joined",
      header: t("people.joined"),
      width: 16,
      align: "end",
      cell: (member) => <WatchAgo at={member.joined_at} />,
    },
    {
      id: "seen",
      header: t("people.seen"),
      width: 16,
      align: "end",
      cell: (member) =>
        member.last_seen_at === null ? (
          t("time.never")
        ) : (
          <span title={formatInstant(member.last_seen_at)}>
            <WatchAgo at={member.last_seen_at} />
          </span>
        ),
    },
    ...(mayWrite
      ? [
          {
            id: "remove",
            header: t("people.deed"),
            width: 13,
            align: "end" as const,
            cell: (member: Member) =>
              member.is_me ? null : (
                <Button
                  size="xs"
                  variant="subtle"
                  color="gray"
                  aria-label={t("people.removeOf", { name: member.name })}
                  leftSection={<IconTrash size={15} stroke={1.8} aria-hidden />}
                  onClick={() => setRemoving(member)}
                >
                  {t("people.remove")}
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      {changeRole.error !== null && (
        <div className={styles.above}>
          <Callout tone="critical" role="alert" title={t("people.roleFailed")}>
            {isProblem(changeRole.error) && !changeRole.error.unreachable
              ? changeRole.error.message
              : t("confirm.unknown")}
          </Callout>
        </div>
      )}
      <DataTable
        label={t("people.tabs.members")}
        columns={columns}
        rows={members}
        rowKey={(member) => member.id}
      />
      {removing && <Removing member={removing} close={() => setRemoving(undefined)} />}
      {demoting && (
        <Confirm
          title={t("people.demoting.title")}
          lead={t("people.demoting.lead")}
          submit={t("people.demoting.submit")}
          pending={changeRole.isPending}
          error={null}
          confirm={() => {
            changeRole.mutate(demoting);
            setDemoting(undefined);
          }}
          close={() => setDemoting(undefined)}
        />
      )}
    </>
  );
}
