// A formatter takes a hundred times longer to make than to use, and a list shows hundreds of numbers and times.
import { locale } from "./locale";

const made = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

function kept<Format extends Intl.DateTimeFormat | Intl.NumberFormat>(
  kind: "date" | "number",
  language: string,
  options: object,
  make: () => Format,
): Format {
  const key = `${kind} ${language} ${JSON.stringify(options)}`;
  let format = made.get(key) as Format | undefined;
  if (format === undefined) {
    format = make();
    made.set(key, format);
  }
  return format;
}

/** In the reader's language unless another is named. */
export const dateFormat = (options: Intl.DateTimeFormatOptions, language = locale()): Intl.DateTimeFormat =>
  kept("date", language, options, () => new Intl.DateTimeFormat(language, options));

export const numberFormat = (options: Intl.NumberFormatOptions, language = locale()): Intl.NumberFormat =>
  kept("number", language, options, () => new Intl.NumberFormat(language, options));
