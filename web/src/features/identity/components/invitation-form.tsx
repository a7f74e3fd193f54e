import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { sessionQuery } from "~/shared/api/session";
import type { OpenInvite } from "~/shared/api/types";
import { formatInstant } from "~/shared/lib/time";
import { IconAlertTriangle } from "~/shared/ui/icons";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { useAcceptInvitation } from "../api/accept-invitation";
import { invitationQuery } from "../api/get-invitation";
import { Doorstep } from "./doorstep";
import styles from "./doorstep.module.css";

const LEAST_PASSWORD = 12;

interface FieldsProps {
  token: string;
  invitation: OpenInvite;
  onDone: () => void;
}

function Fields({ token, invitation, onDone }: FieldsProps) {
  const { t } = useTranslation();
  const known = invitation.has_account;
  const accept = useAcceptInvitation();
  const { data: session } = useQuery(sessionQuery);
  const form = useForm({
    initialValues: { name: "", password: "" },
    validate: {
      name: (name) => (!known && name.trim() === "" ? t("identity.setup.needed") : null),
      password: (password) =>
        password.length < (known ? 1 : LEAST_PASSWORD)
          ? t(known ? "identity.setup.needed" : "identity.setup.passwordShort")
          : null,
    },
  });
  const { error } = accept;
  const reason = !error
    ? undefined
    : isProblem(error, 401)
      ? t("identity.invitation.wrong")
      : isProblem(error, 403)
        ? t("identity.invitation.ended")
        : isProblem(error) && !error.unreachable
          ? error.message
          : t("identity.signIn.unreachable");
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={form.onSubmit(({ name, password }) =>
        accept.mutate(known ? { token, password } : { token, name: name.trim(), password }, {
          onSuccess: onDone,
          onError: (problem) => {
            if (!isProblem(problem)) return;
            for (const { pointer, detail } of problem.fields) {
              const field = pointer.replace(/^\//, "");
              if (field === "name" || field === "password") form.setFieldError(field, detail);
            }
          },
        }),
      )}
    >
      {reason !== undefined && (
        <p className={styles.error} role="alert">
          <IconAlertTriangle size={16} stroke={2} aria-hidden />
          {reason}
        </p>
      )}
      {session && (
        <p className={styles.hint}>{t("identity.invitation.signedIn", { name: session.user.name })}</p>
      )}
      {/* Password managers have to know whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={invitation.email} readOnly hidden />
      {known ? (
        <>
          <p className={styles.hint}>{t("identity.invitation.hasAccount")}</p>
          <PasswordInput
            label={t("identity.invitation.ownPassword")}
            autoComplete="current-password"
            autoFocus
            {...form.getInputProps("password")}
          />
        </>
      ) : (
        <>
          <TextInput
            label={t("identity.invitation.name")}
            autoComplete="name"
            autoFocus
            {...form.getInputProps("name")}
          />
          <PasswordInput
            label={t("identity.invitation.password")}
            description={t("identity.setup.passwordHelp")}
            autoComplete="new-password"
            {...form.getInputProps("password")}
          />
        </>
      )}
      <Button type="submit" size="md" fullWidth loading={accept.isPending}>
        {t("identity.invitation.submit")}
      </Button>
      <p className={styles.lead}>
        {t("identity.invitation.until", { instant: formatInstant(invitation.expires_at) })}
      </p>
    </form>
  );
}

function Shut({ title, lead }: { title: string; lead: string }) {
  const { t } = useTranslation();
  return (
    <Doorstep title={title} lead={lead}>
      <Button component={Link} to="/sign-in" variant="default" fullWidth>
        {t("identity.setup.toSignIn")}
      </Button>
    </Doorstep>
  );
}

function Opened({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation();
  const { data: invitation, error, refetch } = useQuery(invitationQuery(token));
  if (!invitation) {
    if (isProblem(error) && [403, 404, 410, 422].includes(error.status)) {
      return <Shut title={t("identity.invitation.ended")} lead={t("identity.invitation.endedHelp")} />;
    }
    return (
      <Doorstep title={t("app.name")}>
        {error ? <LoadFailure error={error} retry={() => void refetch()} /> : <RowsSkeleton rows={4} />}
      </Doorstep>
    );
  }
  const { organisation, email, role } = invitation;
  return (
    <Doorstep
      title={t("identity.invitation.title", { organisation })}
      lead={t("identity.invitation.lead", { role: t(`account.roles.${role}`), email })}
    >
      <Fields token={token} invitation={invitation} onDone={onDone} />
    </Doorstep>
  );
}

/** Somebody who was sent a link joins: a name, a password, and they are in. */
export function InvitationForm({ token, onDone }: { token: string | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  return token === undefined ? (
    <Shut title={t("identity.invitation.noToken")} lead={t("identity.invitation.noTokenHelp")} />
  ) : (
    <Opened token={token} onDone={onDone} />
  );
}
