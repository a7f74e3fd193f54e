import { Link } from "@tanstack/react-router";
import styles from "./back-link.module.css";
import { IconArrowLeft } from "./icons";

type BackLinkProps = { label: string } & (
  | { to: "/accounts" | "/campaigns" | "/rules" | "/rules/library" | "/rules/lookups" }
  | { to: "/campaigns/$campaignId"; params: { campaignId: string } }
);

/** From one thing to what it stands in, above its name. */
export function BackLink({ label, ...place }: BackLinkProps) {
  return (
    <Link {...place} className={styles.back}>
      <IconArrowLeft size={15} stroke={2} aria-hidden /> <bdi>{label}</bdi>
    </Link>
  );
}
