// What a page shows instead of its content: nothing there, not loaded, not allowed.
import { Button, Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../api/problem";
import { type Icon, IconAlertTriangle, IconPlugConnectedX, IconRefresh, IconShieldX } from "./icons";
import styles from "./states.module.css";

interface NoteProps {
  icon: Icon;
  title: string;
  help?: ReactNode;
  action?: ReactNode;
  tone?: "calm" | "critical";
  /** `alert` when it comes in place of content that was expected. */
  role?: "status" | "alert";
  /** `h1` where the note is the whole page. */
  heading?: "p" | "h1";
}

export function Note({
  icon: NoteIcon,
  title,
  help,
  action,
  tone = "calm",
  role,
  heading: Heading = "p",
}: NoteProps) {
  return (
    <div className={styles.note} data-tone={tone} {...(role === undefined ? {} : { role })}>
      <span className={styles.circle}>
        <NoteIcon size={22} stroke={1.7} aria-hidden />
      </span>
      <Heading className={styles.title}>{title}</Heading>
      {help !== undefined && <p className={styles.help}>{help}</p>}
      {action !== undefined && <div className={styles.action}>{action}</div>}
    </div>
  );
}

/** A list or page that could not be loaded: what happened, what to do, and the id to quote. */
export function LoadFailure({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation();
  const again = (
    <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={retry}>
      {t("state.retry")}
    </Button>
  );
  if (isProblem(error, 403)) {
    return <Note icon={IconShieldX} title={t("state.failed")} help={error.message} role="alert" />;
  }
  if (isProblem(error) && error.unreachable) {
    return (
      <Note
        icon={IconPlugConnectedX}
        tone="critical"
        title={t("state.unreachable")}
        help={t("state.unreachableHelp")}
        action={again}
        role="alert"
      />
    );
  }
  const id = isProblem(error) ? error.requestId : undefined;
  return (
    <Note
      icon={IconAlertTriangle}
      tone="critical"
      title={t("state.failed")}
      help={
        <>
          {isProblem(error) ? error.message : null}
          {id !== undefined && <span className={styles.id}>{t("state.requestId", { id })}</span>}
        </>
      }
      action={again}
      role="alert"
    />
  );
}

/** Rows of the height that the loaded ones will have, so that nothing jumps. */
export function RowsSkeleton({ rows = 8, height = 52 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.rows} role="status" aria-label={t("state.loading")}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div key={row} className={styles.row} style={{ height }}>
          <Skeleton height={11} width={`${34 - ((row * 7) % 15)}%`} radius="xl" />
          <Skeleton height={11} width="12%" radius="xl" />
          <Skeleton height={11} width="9%" radius="xl" />
        </div>
      ))}
    </div>
  );
}
