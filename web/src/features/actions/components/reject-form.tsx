import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconBan } from "~/shared/ui/icons";
import styles from "./notice.module.css";

interface RejectFormProps {
  onSubmit: (reason: string) => void;
  onCancel: () => void;
}

/** Asks for the reason where the person is; Enter sends, Escape goes back. */
export function RejectForm({ onSubmit, onCancel }: RejectFormProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const submit = () => {
    const text = reason.trim();
    if (text === "") setAsked(true);
    else onSubmit(text);
  };
  return (
    <form
      className={styles.notice}
      data-tone="calm"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Textarea
        label={t("actions.rejectTitle")}
        description={t("actions.rejectHelp")}
        placeholder={t("actions.rejectPlaceholder")}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={1000}
        data-autofocus
        autoFocus
        value={reason}
        error={asked && reason.trim() === "" ? t("actions.rejectNeeded") : undefined}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel();
          if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            submit();
          }
        }}
      />
      <div className={styles.row}>
        <Button type="submit" color="red" leftSection={<IconBan size={16} aria-hidden />}>
          {t("actions.rejectSubmit")}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t("actions.cancel")}
        </Button>
      </div>
    </form>
  );
}
