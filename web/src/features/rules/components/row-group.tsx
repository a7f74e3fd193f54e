import type { ReactNode } from "react";
import type { ObjectBelow } from "~/shared/api/types";
import { objectName, standsIn } from "~/shared/lib/about";
import { formatCount } from "~/shared/lib/numbers";
import { Name } from "~/shared/ui/name";
import { Status } from "~/shared/ui/status";
import type { Look } from "~/shared/ui/tone";
import styles from "./row-group.module.css";

interface RowGroupProps {
  title: string;
  heading: "h2" | "h3" | "h4";
  /** What the group means for the reader; without it the title is a plain one. */
  look?: Look;
  /** How many there are, which may be more than are listed. */
  count?: number;
  /** In the order of time. */
  ordered?: boolean;
  /** `Row`s. */
  children: ReactNode;
  /** What stands below them: the way to more, or that there are more. */
  after?: ReactNode;
}

/** Rows of a side panel that have something in common, in one frame under what that is. */
export function RowGroup({
  title,
  heading: Heading,
  look,
  count,
  ordered = false,
  children,
  after,
}: RowGroupProps) {
  return (
    <section className={styles.group} aria-label={title}>
      <Heading>
        {look ? <Status {...look} label={title} /> : title}
        {count !== undefined && <span className={styles.number}>{formatCount(count)}</span>}
      </Heading>
      <Rows as={ordered ? "ol" : "ul"}>{children}</Rows>
      {after}
    </section>
  );
}

/** Rows in one frame. */
export function Rows({ as: List = "ul", children }: { as?: "ul" | "ol"; children: ReactNode }) {
  return <List className={styles.rows}>{children}</List>;
}

/** One row; `flush` where what it holds runs to the frame's edges. */
export function Row({ flush = false, children }: { flush?: boolean; children: ReactNode }) {
  return (
    <li className={styles.row} data-flush={flush || undefined}>
      {children}
    </li>
  );
}

interface RowSubjectProps {
  /** None where the row is about the account. */
  campaign: string | undefined;
  /** What it is in the campaign, where the row is about a part of it. */
  object?: ObjectBelow | null | undefined;
  account: string | undefined;
}

/** What a row is about, and where that is. */
export function RowSubject({ campaign, object, account }: RowSubjectProps) {
  return (
    <p className={styles.subject}>
      <Name text={object ? objectName(object) : (campaign ?? account ?? "")} />
      {object && campaign !== undefined && <span>{standsIn(campaign, object)}</span>}
      {campaign !== undefined && account !== undefined && <span>{account}</span>}
    </p>
  );
}
