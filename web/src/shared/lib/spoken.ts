import { sentence } from "./sentence";

/** A platform's own word, as people write it: `maximize_conversions` is `Maximize conversions`, `manual_cpc` is `Manual CPC`. */
export const spoken = (word: string | null | undefined) =>
  word &&
  sentence(
    word
      .toLowerCase()
      .replaceAll("_", " ")
      .replace(/\b(?:cp[acmvi]|ecpc|roas|sdc)\b/g, (short) => short.toUpperCase()),
  );
