import { Button, Modal, Textarea } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../api/problem";
import { Callout } from "./callout";
import styles from "./confirm.module.css";

interface ConfirmProps {
  title: string;
  /** What is going to happen, in one or two sentences. */
  lead: ReactNode;
  /** What it means for others: each consequence by itself. */
  consequences?: readonly ReactNode[];
  /** Asks for a reason that others will read. */
  reason?: { label: string; placeholder: string };
  submit: string;
  tone?: "critical" | "calm";
  pending: boolean;
  /** Why it was not done, when it was tried. */
  error: unknown;
  confirm: (reason: string) => void;
  close: () => void;
}

/** The last question before something that others feel. It is a dialog of its own, shown while it is mounted. */
export function Confirm({
  title,
  lead,
  consequences = [],
  reason,
  submit,
  tone = "critical",
  pending,
  error,
  confirm,
  close,
}: ConfirmProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [asked, setAsked] = useState(false);
  const lacking = reason !== undefined && text.trim() === "";
  const send = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!lacking) confirm(text.trim());
  };
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ "aria-label": t("keys.close") }}>
      <form className={styles.form} onSubmit={send} noValidate>
        <div className={styles.lead}>{lead}</div>
        {consequences.length > 0 && (
          <ul className={styles.list}>
            {consequences.map((consequence, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the consequences of one question do not move
              <li key={at}>{consequence}</li>
            ))}
          </ul>
        )}
        {reason && (
          <Textarea
            label={reason.label}
            placeholder={reason.placeholder}
            autosize
            minRows={2}
            maxRows={5}
            data-autofocus
            required
            withAsterisk={false}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={asked && lacking ? t("confirm.reasonNeeded") : undefined}
          />
        )}
        {error != null && (
          <Callout tone="critical" role="alert" title={t("confirm.failed")}>
            {isProblem(error) && !error.unreachable ? error.message : t("confirm.unknown")}
          </Callout>
        )}
        <div className={styles.buttons}>
          <Button variant="default" onClick={close}>
            {t("confirm.cancel")}
          </Button>
          <Button type="submit" loading={pending} {...(tone === "critical" ? { color: "red" } : {})}>
            {submit}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
