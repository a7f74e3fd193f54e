import { useTranslation } from "react-i18next";
import type { BlockOffer, BlockPart } from "../../api/types";

/** The words of the language in the reader's own; a word that has none stands as it is written. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const of = (key: string): string | undefined => (i18n.exists(key) ? String(t(key as never)) : undefined);
  return {
    choice: (word: string) => of(`blocks.choice.${word}`) ?? word,
    before: (word: BlockPart["word"] | "until" | "approver") => of(`blocks.before.${word}`),
    after: (word: BlockPart["word"]) => of(`blocks.after.${word}`),
    part: (word: BlockPart["word"] | "until" | "approver") => t(`blocks.part.${word}`),
    offer: (what: BlockOffer["what"]) => t(`blocks.offer.${what}`),
  };
}
