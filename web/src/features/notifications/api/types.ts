export interface Notification {
  id: string;
  kind: "rule" | "approval" | "account" | "failure" | "security";
  title: string;
  body: string;
  created_at: string;
  read_at: string | null;
  /** The page of what it is about. */
  href: string;
  /** Repeats that were grouped into this one. */
  count: number;
}
