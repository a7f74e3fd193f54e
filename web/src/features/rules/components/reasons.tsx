import { Textarea } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { FindingMessage } from "~/shared/ui/finding-message";
import styles from "./dialogs.module.css";

/** Something that was found, and waits for a person to say why it is all right. */
interface Found {
  code: string;
  message: string;
}

/** The reasons of a dialog: one for each code that was found, all of them needed. */
export function useReasons(found: readonly Found[]) {
  const asked = [...new Map(found.map((each) => [each.code, each])).values()];
  const fields = useRef(new Map<string, HTMLTextAreaElement>());
  const missing = (reasons: Record<string, string>) =>
    asked.find(({ code }) => (reasons[code] ?? "").trim() === "");
  return {
    asked,
    fields: fields.current,
    /** What is sent: the reasons of what was found, and of nothing else. */
    given: (reasons: Record<string, string>) =>
      Object.fromEntries(asked.map(({ code }) => [code, (reasons[code] ?? "").trim()])),
    /** Leads to the first reason that is not written; false where there is none. */
    leadsBack: (reasons: Record<string, string>) => {
      const first = missing(reasons);
      if (first) fields.current.get(first.code)?.focus();
      return first !== undefined;
    },
  };
}

interface ReasonsProps {
  asking: ReturnType<typeof useReasons>;
  reasons: Record<string, string>;
  onChange: (reasons: Record<string, string>) => void;
  /** Somebody tried to go on without them. */
  unsaid: boolean;
}

/** Asks for each thing that was found why it is all right here. */
export function Reasons({ asking: { asked, fields }, reasons, onChange, unsaid }: ReasonsProps) {
  const { t } = useTranslation();
  if (asked.length === 0) return null;
  return (
    <section className={styles.reasons} aria-label={t("rules.together.reasons")}>
      {asked.map(({ code, message }) => (
        <Textarea
          key={code}
          ref={(field) => {
            if (field) fields.set(code, field);
            else fields.delete(code);
          }}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={1000}
          required
          label={t("rules.together.why", { code })}
          description={<FindingMessage code={code} message={message} />}
          value={reasons[code] ?? ""}
          error={unsaid && (reasons[code] ?? "").trim() === "" ? t("rules.together.whyMissing") : undefined}
          onChange={(event) => onChange({ ...reasons, [code]: event.currentTarget.value })}
        />
      ))}
      <p className={styles.lead}>{t("rules.together.whyHelp")}</p>
    </section>
  );
}
