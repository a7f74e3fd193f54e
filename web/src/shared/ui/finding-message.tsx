import { useTranslation } from "react-i18next";
import { foreignTitle } from "../lib/finding-words";
import { Coded } from "./coded";
import styles from "./finding-message.module.css";

/** A sentence that the program writes in English: a screen reader reads it as such in every language of the desk. */
export function English({ text }: { text: string }) {
  const { i18n } = useTranslation();
  return i18n.language === "en" ? (
    <Coded text={text} />
  ) : (
    <span lang="en">
      <Coded text={text} />
    </span>
  );
}

/** What was found. Readers of another language are told first, in theirs, what the code means. */
export function FindingMessage({ code, message }: { code: string | null; message: string }) {
  useTranslation();
  const title = foreignTitle(code);
  if (title === undefined) return <English text={message} />;
  return (
    <>
      <Coded text={title} />
      <span className={styles.precisely}>
        <English text={message} />
      </span>
    </>
  );
}
