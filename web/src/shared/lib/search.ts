// Reading the search of an address. Validators write every key: what one leaves out, the router passes on as it came.

/** A word somebody searched or filtered by. A search for `2024` arrives as a number. */
export function text(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** One of the words that mean something here. */
export function oneOf<Word extends string>(words: readonly Word[], value: unknown): Word | undefined {
  return words.find((word) => word === value);
}
