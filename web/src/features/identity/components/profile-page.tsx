import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import type { Profile } from "~/shared/api/types";
import { Callout } from "~/shared/ui/callout";
import { Page } from "~/shared/ui/page";
import { Panel } from "~/shared/ui/panel";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { useChangePassword } from "../api/change-password";
import { useChangeProfile } from "../api/change-profile";
import { profileQuery } from "../api/get-profile";
import styles from "./profile-page.module.css";
import { Sessions } from "./sessions";

const LEAST_PASSWORD = 12;

function You({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const change = useChangeProfile();
  const [name, setName] = useState(profile.name);
  const [asked, setAsked] = useState(false);
  const empty = name.trim() === "";
  const unchanged = name.trim() === profile.name;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!empty) change.mutate({ name: name.trim() });
  };
  return (
    <Panel
      title={t("identity.profile.you")}
      lead={`${t(`account.roles.${profile.role}`)}, ${profile.organisation}`}
    >
      <form className={styles.form} onSubmit={send} noValidate>
        <TextInput
          label={t("identity.profile.name")}
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={asked && empty ? t("identity.profile.nameNeeded") : undefined}
        />
        <TextInput
          label={t("identity.profile.email")}
          description={t("identity.profile.emailHelp")}
          variant="filled"
          readOnly
          value={profile.email}
        />
        {change.error !== null && (
          <Callout tone="critical" role="alert" title={t("identity.profile.failed")}>
            {isProblem(change.error) && !change.error.unreachable
              ? change.error.message
              : t("confirm.unknown")}
          </Callout>
        )}
        <div>
          <Button type="submit" loading={change.isPending} disabled={unchanged}>
            {change.isSuccess && unchanged ? t("identity.profile.saved") : t("identity.profile.save")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Password({ email }: { email: string }) {
  const { t } = useTranslation();
  const change = useChangePassword();
  const form = useForm({
    initialValues: { current: "", new: "" },
    validate: {
      current: (password) => (password === "" ? t("identity.setup.needed") : null),
      new: (password) => (password.length < LEAST_PASSWORD ? t("identity.setup.passwordShort") : null),
    },
  });
  return (
    <Panel title={t("identity.profile.password")} lead={t("identity.profile.passwordLead")}>
      <form
        className={styles.form}
        noValidate
        onSubmit={form.onSubmit((passwords) =>
          change.mutate(passwords, {
            onSuccess: () => form.reset(),
            onError: (problem) => {
              if (!isProblem(problem)) return;
              for (const { pointer, detail } of problem.fields) {
                const field = pointer.replace(/^\//, "");
                if (field === "current" || field === "new") form.setFieldError(field, detail);
              }
            },
          }),
        )}
      >
        {/* Password managers have to know whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label={t("identity.profile.current")}
          autoComplete="current-password"
          {...form.getInputProps("current")}
        />
        <PasswordInput
          label={t("identity.profile.next")}
          description={t("identity.setup.passwordHelp")}
          autoComplete="new-password"
          {...form.getInputProps("new")}
        />
        {change.error !== null && (
          <Callout tone="critical" role="alert" title={t("identity.profile.failed")}>
            {isProblem(change.error) && !change.error.unreachable
              ? change.error.message
              : t("confirm.unknown")}
          </Callout>
        )}
        {change.isSuccess && <Callout tone="positive" role="status" title={t("identity.profile.changed")} />}
        <div>
          <Button type="submit" variant="default" loading={change.isPending}>
            {t("identity.profile.change")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

/** A person's own page. `appearance` is what the shell's menu offers too. */
export function ProfilePage({ appearance }: { appearance: ReactNode }) {
  const { t } = useTranslation();
  const { data: profile, error, refetch } = useQuery(profileQuery);
  return (
    <Page title={t("identity.profile.title")} lead={t("identity.profile.lead")}>
      {!profile ? (
        error ? (
          <LoadFailure error={error} retry={() => void refetch()} />
        ) : (
          <RowsSkeleton rows={5} height={80} />
        )
      ) : (
        <div className={styles.columns}>
          <div className={styles.column}>
            <You profile={profile} />
            <Password email={profile.email} />
          </div>
          <div className={styles.column}>
            <Panel title={t("identity.profile.look")} lead={t("identity.profile.lookLead")}>
              {appearance}
            </Panel>
            <Sessions />
          </div>
        </div>
      )}
    </Page>
  );
}
