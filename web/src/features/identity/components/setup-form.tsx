import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { IconAlertTriangle } from "~/shared/ui/icons";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { setupStateQuery, useSetUp } from "../api/set-up";
import { Doorstep } from "./doorstep";
import styles from "./doorstep.module.css";

const LEAST_PASSWORD = 12;

function Fields({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation();
  const setUp = useSetUp();
  const needed = (value: string) => (value.trim() === "" ? t("identity.setup.needed") : null);
  const form = useForm({
    initialValues: { organisation: "", name: "", email: "", password: "" },
    validate: {
      organisation: needed,
      name: needed,
      email: (email) => (/^\S+@\S+\.\S+$/.test(email.trim()) ? null : t("identity.setup.emailShape")),
      password: (password) => (password.length < LEAST_PASSWORD ? t("identity.setup.passwordShort") : null),
    },
  });
  const { error } = setUp;
  const reason = !error
    ? undefined
    : isProblem(error, 403)
      ? t("identity.setup.refused")
      : isProblem(error) && !error.unreachable
        ? error.message
        : t("identity.signIn.unreachable");

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={form.onSubmit((values) =>
        setUp.mutate(
          { ...values, email: values.email.trim(), token },
          {
            onSuccess: onDone,
            // The server's field errors go to their fields; the rest stands above the form.
            onError: (problem) => {
              if (!isProblem(problem)) return;
              for (const { pointer, detail } of problem.fields) {
                const field = pointer.replace(/^\//, "");
                if (field in values) form.setFieldError(field as keyof typeof values, detail);
              }
            },
          },
        ),
      )}
    >
      {reason !== undefined && (
        <p className={styles.error} role="alert">
          <IconAlertTriangle size={16} stroke={2} aria-hidden />
          {reason}
        </p>
      )}
      <TextInput
        label={t("identity.setup.organisation")}
        description={t("identity.setup.organisationHelp")}
        autoComplete="organization"
        autoFocus
        {...form.getInputProps("organisation")}
      />
      <TextInput label={t("identity.setup.name")} autoComplete="name" {...form.getInputProps("name")} />
      <TextInput
        label={t("identity.setup.email")}
        type="email"
        autoComplete="username"
        {...form.getInputProps("email")}
      />
      <PasswordInput
        label={t("identity.setup.password")}
        description={t("identity.setup.passwordHelp")}
        autoComplete="new-password"
        {...form.getInputProps("password")}
      />
      <Button type="submit" size="md" fullWidth loading={setUp.isPending}>
        {t("identity.setup.submit")}
      </Button>
    </form>
  );
}

function Shut({ lead }: { lead: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.form}>
      <p className={styles.lead}>{lead}</p>
      <Button component={Link} to="/sign-in" variant="default" fullWidth>
        {t("identity.setup.toSignIn")}
      </Button>
    </div>
  );
}

/** First run: the first person makes the organisation, with the token that the server printed when it started. */
export function SetupForm({ token, onDone }: { token: string | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(setupStateQuery);
  if (!data) {
    return (
      <Doorstep title={t("identity.setup.title")}>
        {error ? <LoadFailure error={error} retry={() => void refetch()} /> : <RowsSkeleton rows={4} />}
      </Doorstep>
    );
  }
  if (!data.open) {
    return (
      <Doorstep title={t("identity.setup.closed")}>
        <Shut lead={t("identity.setup.closedHelp")} />
      </Doorstep>
    );
  }
  if (token === undefined) {
    return (
      <Doorstep title={t("identity.setup.noToken")}>
        <Shut lead={t("identity.setup.noTokenHelp")} />
      </Doorstep>
    );
  }
  return (
    <Doorstep title={t("identity.setup.title")} lead={t("identity.setup.lead")}>
      <Fields token={token} onDone={onDone} />
    </Doorstep>
  );
}
