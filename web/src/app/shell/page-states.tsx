import { Button } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import type { Session } from "~/shared/api/types";
import { IconAlertTriangle, IconQuestionMark, IconShieldX } from "~/shared/ui/icons";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import styles from "./page-states.module.css";

export function Crashed({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  if (isProblem(error)) {
    const retry = () => {
      reset();
      void router.invalidate();
    };
    return (
      <main>
        <LoadFailure error={error} retry={retry} />
      </main>
    );
  }
  return (
    <main>
      <Note
        icon={IconAlertTriangle}
        tone="critical"
        role="alert"
        heading="h1"
        title={t("state.crashed")}
        help={t("state.crashedHelp")}
        action={
          <Button variant="default" onClick={() => window.location.reload()}>
            {t("state.reload")}
          </Button>
        }
      />
    </main>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Note
      icon={IconQuestionMark}
      heading="h1"
      title={t("state.notFound")}
      help={t("state.notFoundHelp")}
      action={<Link to="/">{t("state.home")}</Link>}
    />
  );
}

/** An address outside the desk, where there is no frame around it. */
export function NotFoundPage() {
  return (
    <main>
      <NotFound />
    </main>
  );
}

export function Forbidden({ session }: { session: Session }) {
  const { t } = useTranslation();
  return (
    <Note
      icon={IconShieldX}
      heading="h1"
      title={t("state.forbidden")}
      help={t("state.forbiddenHelp", { organisation: session.organisation.name })}
    />
  );
}

export function PagePending() {
  return (
    <div className={styles.pending}>
      <RowsSkeleton rows={10} />
    </div>
  );
}
