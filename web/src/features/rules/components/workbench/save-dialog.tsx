import { Button, Modal, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "~/shared/editor/problems";
import { IconArrowRight, IconDeviceFloppy } from "~/shared/ui/icons";
import type { RuleOnPage } from "../../api/get-rule";
import { useSaveRule } from "../../api/save-rule";
import type { Param } from "../../api/types";
import { ChangeFailure } from "../change-failure";
import dialogs from "../dialogs.module.css";
import { PlainWords } from "../plain-words";
import { LazyDiff } from "./lazy-diff";
import { ProblemCounts } from "./problems-panel";
import styles from "./save-dialog.module.css";
import type { Writing } from "./use-writing";

/** Parameters whose value the new version changes. */
function changedParams(
  before: Record<string, string>,
  after: Record<string, string>,
  params: readonly Param[],
) {
  return params.flatMap(({ name, default: written }) => {
    const from = before[name] ?? written;
    const to = after[name] ?? written;
    return from === to ? [] : [{ name, from, to }];
  });
}

interface SaveDialogProps {
  /** The rule that gets a new version; undefined for a new one. */
  rule: RuleOnPage | undefined;
  library: string | undefined;
  writing: Writing;
  params: readonly Param[];
  plainWords: string | undefined;
  problems: readonly Problem[];
  close: () => void;
  onSaved: (saved: RuleOnPage) => void;
  /** The server has a newer version than the one on the page. */
  onConflict: () => void;
}

/** Before a version is saved: what changes against the last one, and why. */
export function SaveDialog(props: SaveDialogProps) {
  const { rule, library, writing, params, plainWords, problems, close, onSaved, onConflict } = props;
  const { t } = useTranslation();
  const [note, setNote] = useState("");
  const save = useSaveRule(rule);
  const changed = changedParams(writing.base.overrides, writing.overrides, params);
  const send = () =>
    save.mutate(
      { text: writing.text, overrides: writing.overrides, note, library },
      {
        onSuccess: onSaved,
        onError: (error) => {
          if ("status" in error && error.status === 412) onConflict();
        },
      },
    );
  return (
    <Modal
      opened
      onClose={close}
      size={rule ? "80rem" : "lg"}
      title={rule ? t("rules.save.title", { version: rule.version + 1 }) : t("rules.save.first")}
      closeButtonProps={{ "aria-label": t("actions.cancel") }}
    >
      <form
        className={dialogs.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {rule ? (
          <>
            {writing.text === writing.base.text ? (
              <p className={dialogs.calm}>{t("rules.save.sameText")}</p>
            ) : (
              <LazyDiff
                before={{
                  text: writing.base.text,
                  label: t("rules.version", { version: writing.base.version }),
                }}
                after={{ text: writing.text, label: t("rules.save.yours") }}
              />
            )}
            {changed.length > 0 && (
              <section className={dialogs.part} aria-label={t("rules.save.params")}>
                <h3 className={dialogs.head}>{t("rules.save.params")}</h3>
                <ul className={styles.params}>
                  {changed.map(({ name, from, to }) => (
                    <li key={name}>
                      <code>{name}</code> <span>{from}</span>
                      <IconArrowRight size={14} stroke={2} role="img" aria-label={t("actions.becomes")} />
                      <b>{to}</b>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </>
        ) : (
          <>
            {plainWords !== undefined && <PlainWords text={plainWords} />}
            <p className={dialogs.calm}>{t("rules.save.draftHelp")}</p>
          </>
        )}
        {problems.length > 0 && (
          <p className={styles.problems}>
            <ProblemCounts problems={problems} />
          </p>
        )}
        <Textarea
          label={t("rules.save.note")}
          description={t("rules.save.noteHelp")}
          placeholder={t("rules.save.notePlaceholder")}
          data-autofocus
          autosize
          minRows={2}
          maxRows={5}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
              event.preventDefault();
              send();
            }
          }}
        />
        {rule?.state === "enabled" && <p className={dialogs.calm}>{t("rules.save.runsAtOnce")}</p>}
        {save.error && <ChangeFailure error={save.error} />}
        <div className={dialogs.answers}>
          <Button variant="default" onClick={close}>
            {t("actions.cancel")}
          </Button>
          <Button
            type="submit"
            loading={save.isPending}
            leftSection={<IconDeviceFloppy size={16} aria-hidden />}
          >
            {rule ? t("rules.save.submit", { version: rule.version + 1 }) : t("rules.save.submitDraft")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
