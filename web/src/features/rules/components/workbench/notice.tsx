import type { ReactNode } from "react";
import { IconInfoCircle } from "~/shared/ui/icons";
import styles from "./workbench.module.css";

interface NoticeProps {
  tone?: "info" | "critical";
  action?: ReactNode;
  children: ReactNode;
}

/** Something about the text on the page, said above it and left there until it is settled. */
export function Notice({ tone = "info", action, children }: NoticeProps) {
  return (
    <div className={styles.notice} data-tone={tone} role={tone === "critical" ? "alert" : "status"}>
      <IconInfoCircle size={17} stroke={2} aria-hidden />
      <span>{children}</span>
      {action && <span className={styles.noticeActions}>{action}</span>}
    </div>
  );
}
