// A bank's history is longer than the server reads at once, and only its newest days matter.

/** The server takes 900,000 bytes. */
const MOST_BYTES = 900_000;

/** The beginning of the bank's history that fits: its newest days stand first. Any other file is sent as it is. */
export function newestLines(text: string): string {
  if (text.length <= MOST_BYTES || !text.startsWith("Date,")) return text;
  return text.slice(0, text.lastIndexOf("\n", MOST_BYTES) + 1);
}
