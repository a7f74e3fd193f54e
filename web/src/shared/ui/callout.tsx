import type { ReactNode } from "react";
import styles from "./callout.module.css";
import { type Icon, IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "./icons";
import type { Tone } from "./tone";

const icons: Record<Tone, Icon> = {
  critical: IconAlertTriangle,
  caution: IconAlertTriangle,
  positive: IconCircleCheck,
  info: IconInfoCircle,
  neutral: IconInfoCircle,
};

interface CalloutProps {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  /** What to do about it, at the end of the words. */
  action?: ReactNode;
  /** `alert` when it came up while somebody was on the page. */
  role?: "alert" | "status";
}

/** What happened, why it matters and what to do, in place and not in a toast: it stays until it is no longer true. */
export function Callout({ tone, title, children, action, role }: CalloutProps) {
  const ToneIcon = icons[tone];
  return (
    <div className={styles.callout} data-tone={tone} {...(role === undefined ? {} : { role })}>
      <ToneIcon size={18} stroke={2} aria-hidden className={styles.icon} />
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {children !== undefined && <div className={styles.text}>{children}</div>}
      </div>
      {action !== undefined && <div className={styles.action}>{action}</div>}
    </div>
  );
}
