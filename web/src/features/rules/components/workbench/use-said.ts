import { useState } from "react";

/** One sentence about the text as it stands, such as that it was saved. A change of the text takes it back. */
export function useSaid(text: string) {
  const [told, setTold] = useState<{ words: string; of: string } | null>(null);
  return {
    said: told?.of === text ? told.words : null,
    say: (words: string | null, of: string = text) => setTold(words === null ? null : { words, of }),
  };
}
