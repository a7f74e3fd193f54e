import type { Icon } from "./icons";

/** What a state means for the reader. The colour follows from it and never stands without a word and an icon. */
export type Tone = "positive" | "caution" | "critical" | "info" | "neutral";

/** What a state looks like beside its word. */
export interface Look {
  tone: Tone;
  icon: Icon;
}
