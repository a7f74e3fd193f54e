import { Button, CopyButton, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import type { Invite, Role } from "~/shared/api/types";
import { formatInstant } from "~/shared/lib/time";
import { Callout } from "~/shared/ui/callout";
import { IconCheck, IconLink } from "~/shared/ui/icons";
import { useInvite } from "../api/invite";
import styles from "./people.module.css";
import { roles } from "./role-name";

/** The link, which can be read only here and only now. */
function Link({ invite, url, close }: { invite: Invite; url: string; close: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.form}>
      <Callout tone="positive" role="status" title={t("people.linkReady", { email: invite.email })}>
        {t("people.linkOnce", {
          role: t(`account.roles.${invite.role}`),
          instant: formatInstant(invite.expires_at),
        })}
      </Callout>
      <div className={styles.link}>
        <TextInput
          label={t("people.link")}
          readOnly
          value={url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={url} timeout={2_500}>
          {({ copied, copy }) => (
            <Button
              size="md"
              data-autofocus
              onClick={copy}
              leftSection={
                copied ? (
                  <IconCheck size={16} stroke={2} aria-hidden />
                ) : (
                  <IconLink size={16} stroke={2} aria-hidden />
                )
              }
            >
              <span aria-live="polite">{copied ? t("people.copied") : t("people.copy")}</span>
            </Button>
          )}
        </CopyButton>
      </div>
      <div className={styles.buttons}>
        <Button variant="default" onClick={close}>
          {t("people.done")}
        </Button>
      </div>
    </div>
  );
}

export function InviteForm({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const invite = useInvite();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("marketer");
  const [asked, setAsked] = useState(false);
  const shaped = /^\S+@\S+\.\S+$/.test(email.trim());
  const refusal = isProblem(invite.error)
    ? invite.error.fields.find(({ pointer }) => pointer === "/email")?.detail
    : undefined;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (shaped) invite.mutate({ email: email.trim(), role });
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("people.inviteTitle")}
      closeButtonProps={{ "aria-label": t("keys.close") }}
    >
      {invite.data ? (
        <Link invite={invite.data.invite} url={invite.data.url} close={close} />
      ) : (
        <form className={styles.form} onSubmit={send} noValidate>
          <p className={styles.lead}>{t("people.inviteLead")}</p>
          <TextInput
            label={t("people.email")}
            type="email"
            data-autofocus
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={asked && !shaped ? t("people.emailShape") : refusal}
          />
          <fieldset className={styles.roles}>
            <legend>{t("people.role")}</legend>
            {roles.map((each) => (
              <label key={each} className={styles.choice}>
                <input
                  type="radio"
                  name="role"
                  value={each}
                  checked={role === each}
                  onChange={() => setRole(each)}
                />
                <span>
                  <b>{t(`account.roles.${each}`)}</b>
                  <small>{t(`people.roleHelp.${each}`)}</small>
                </span>
              </label>
            ))}
          </fieldset>
          {invite.error !== null && refusal === undefined && (
            <Callout tone="critical" role="alert" title={t("people.inviteFailed")}>
              {isProblem(invite.error) && !invite.error.unreachable
                ? invite.error.message
                : t("confirm.unknown")}
            </Callout>
          )}
          <div className={styles.buttons}>
            <Button variant="default" onClick={close}>
              {t("confirm.cancel")}
            </Button>
            <Button type="submit" loading={invite.isPending}>
              {t("people.create")}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
