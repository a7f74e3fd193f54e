import { Link } from "@tanstack/react-router";
import styles from "./back-link.module.css";
import { IconArrowLeft } from "./icons";

interface BackLinkProps {
  to: "/accounts" | "/campaigns" | "/rules" | "/rules/library" | "/rules/lookups";
  label: string;
}

/** From one thing to the list that it stands in, above its name. */
export function BackLink({ to, label }: BackLinkProps) {
  return (
    <Link to={to} className={styles.back}>
      <IconArrowLeft size={15} stroke={2} aria-hidden /> {label}
    </Link>
  );
}
