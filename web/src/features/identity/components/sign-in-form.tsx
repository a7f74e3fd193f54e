import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { IconAlertTriangle } from "~/shared/ui/icons";
import { useSignIn } from "../api/sign-in";
import { Doorstep } from "./doorstep";
import styles from "./doorstep.module.css";

export function SignInForm({ ended, onSignedIn }: { ended: boolean; onSignedIn: () => void }) {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: {
      email: (email) => (email.trim() === "" ? t("identity.signIn.emailNeeded") : null),
      password: (password) => (password === "" ? t("identity.signIn.passwordNeeded") : null),
    },
  });

  const refusal = () => {
    const { error } = signIn;
    if (!error) return undefined;
    if (isProblem(error, 401)) return t("identity.signIn.wrong");
    if (isProblem(error, 429)) return t("identity.signIn.tooMany");
    if (isProblem(error) && !error.unreachable) return error.message;
    return t("identity.signIn.unreachable");
  };
  const reason = refusal();

  return (
    <Doorstep title={t("identity.signIn.title")}>
      <form
        className={styles.form}
        noValidate
        onSubmit={form.onSubmit(({ email, password }) =>
          signIn.mutate({ email: email.trim(), password }, { onSuccess: onSignedIn }),
        )}
      >
        {ended && reason === undefined && <p className={styles.hint}>{t("identity.signIn.ended")}</p>}
        {reason !== undefined && (
          <p className={styles.error} role="alert">
            <IconAlertTriangle size={16} stroke={2} aria-hidden />
            {reason}
          </p>
        )}
        <TextInput
          label={t("identity.signIn.email")}
          type="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label={t("identity.signIn.password")}
          autoComplete="current-password"
          {...form.getInputProps("password")}
        />
        <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
          {t("identity.signIn.submit")}
        </Button>
      </form>
    </Doorstep>
  );
}
