import { Button, Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useBlocker, useNavigate } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import type { ServerState } from "~/shared/editor/language-server/socket";
import type { Problem } from "~/shared/editor/problems";
import { type EditorHandle, RuleEditor } from "~/shared/editor/rule-editor";
import { IconArrowLeft, IconDeviceFloppy, IconTrash } from "~/shared/ui/icons";
import { checkQuery } from "../../api/check-text";
import { type GuardOnPage, guardQuery } from "../../api/get-guard";
import { useRemoveGuard } from "../../api/remove-guard";
import { useSaveGuard } from "../../api/save-guard";
import { findingsOf } from "../../model/findings";
import { ChangeFailure } from "../change-failure";
import dialogs from "../dialogs.module.css";
import { PlainWords } from "../plain-words";
import { DiagnosticDrawer } from "./diagnostic-drawer";
import { GuardLibrary } from "./guard-library";
import { GuardPromises, GuardProtects } from "./guard-promises";
import { LazyDiff } from "./lazy-diff";
import { LeaveDialog } from "./leave-dialog";
import { Notice } from "./notice";
import { ProblemsPanel } from "./problems-panel";
import { StatusLine } from "./status-line";
import { useSaid } from "./use-said";
import { type Base, useWriting } from "./use-writing";
import styles from "./workbench.module.css";

const CHECKED_MS = 450;

interface GuardBenchProps {
  /** The guard that holds; undefined for a new one. */
  guard: GuardOnPage | undefined;
  start: Base;
  draftKey: string;
  canWrite: boolean;
}

/** Where a guard is written. It has no preview and no draft on the server: what is saved holds at once. */
export function GuardBench({ guard, start, draftKey, canWrite }: GuardBenchProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const hint = useId();
  const editor = useRef<EditorHandle>(null);
  const writing = useWriting(draftKey, start, false);
  const { text, base, dirty, begin } = writing;
  const [problems, setProblems] = useState<Problem[]>([]);
  const [server, setServer] = useState<ServerState>("connecting");
  const [dialog, setDialog] = useState<"save" | "remove" | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const { said, say } = useSaid(text);
  const leaving = useRef(false);
  const saving = useSaveGuard(guard);
  const removing = useRemoveGuard();

  const [settled] = useDebouncedValue(text, CHECKED_MS);
  const checked = useQuery({ ...checkQuery(settled), placeholderData: keepPreviousData });
  const answered = checked.isPlaceholderData ? undefined : checked.data?.diagnostics;
  useEffect(() => {
    if (answered && server !== "live") editor.current?.show(settled, findingsOf(settled, answered));
  }, [answered, settled, server]);

  const errors = problems.filter(({ severity }) => severity === "error");
  const found = checked.data?.guards[0];
  const name = found?.name ?? guard?.name ?? t("rules.guards.newGuard");
  const words = !dirty && guard ? guard.in_plain_words : found?.in_plain_words;
  const moved = guard !== undefined && guard.version !== base.version;

  const save = () => {
    if (!canWrite || (!dirty && guard)) return;
    const [first] = errors;
    if (first) {
      say(t("rules.save.mend", { count: errors.length }));
      editor.current?.goTo(first);
      return;
    }
    saving.reset();
    setDialog("save");
  };
  const send = () =>
    saving.mutate(text, {
      onSuccess: (next) => {
        setDialog(null);
        begin({ text: next.text, overrides: {}, version: next.version }, "nothing");
        say(t("rules.guards.saved"), next.text);
        if (guard) return;
        leaving.current = true;
        void navigate({ to: "/rules/guards/$guardId", params: { guardId: next.id }, replace: true });
      },
      onError: (problem) => {
        if (guard && isProblem(problem, 412)) {
          void queries.invalidateQueries({ queryKey: guardQuery(guard.id).queryKey });
        }
      },
    });

  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && !leaving.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty && !leaving.current,
    withResolver: true,
  });

  return (
    <div className={styles.page}>
      <title>{`${name} · Adjutant`}</title>
      <header className={styles.bar}>
        <Link
          to="/rules/guards"
          className={styles.back}
          aria-label={t("rules.guards.back")}
          title={t("rules.guards.back")}
        >
          <IconArrowLeft size={17} stroke={2} aria-hidden />
        </Link>
        <div className={styles.title}>
          <h1>{name}</h1>
          <span className={styles.version}>
            {guard ? t("rules.version", { version: base.version }) : t("rules.notSaved")}
          </span>
          {dirty && guard && <span className={styles.dirty}>{t("rules.unsaved")}</span>}
        </div>
        {canWrite && (
          <div className={styles.tools}>
            {guard && (
              <Button
                variant="default"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => setDialog("remove")}
              >
                {t("rules.guards.remove")}
              </Button>
            )}
            <Button
              leftSection={<IconDeviceFloppy size={16} aria-hidden />}
              disabled={!dirty && guard !== undefined}
              aria-keyshortcuts="Control+S"
              onClick={save}
            >
              {t("rules.guards.save")}
            </Button>
          </div>
        )}
      </header>
      {!canWrite && <Notice>{t("rules.guards.readOnly")}</Notice>}

      <div className={styles.bench}>
        <section className={styles.writing} aria-label={t("rules.text")}>
          <div className={styles.editor}>
            <RuleEditor
              initial={text}
              label={t("editor.label", { name })}
              describedBy={hint}
              readOnly={!canWrite}
              uri={`adjutant:///guards/${guard?.id ?? "new"}.rule`}
              handle={editor}
              onText={writing.setText}
              onProblems={setProblems}
              onServer={setServer}
              onSave={save}
              onPreview={() => undefined}
            />
          </div>
          <StatusLine
            problems={problems}
            server={server}
            hintId={hint}
            hint={t("editor.hintShort")}
            said={said}
          />
          <ProblemsPanel
            problems={problems}
            readOnly={!canWrite}
            goTo={(problem) => editor.current?.goTo(problem)}
            fix={(problem, fix) => editor.current?.fix(problem, fix)}
            explain={setCode}
          />
        </section>
        <aside className={styles.side} aria-label={t("rules.inPlainWords")}>
          <div className={styles.panel}>
            <h2 className={styles.head}>{t("rules.inPlainWords")}</h2>
            {words === undefined ? (
              <p className={styles.lead}>{t("rules.wordsLater")}</p>
            ) : (
              <PlainWords text={words} />
            )}
            {canWrite && <GuardProtects text={text} editor={editor} />}
            {canWrite && !guard && <GuardLibrary begin={(ready) => editor.current?.replace(ready)} />}
            {canWrite && <GuardPromises text={text} editor={editor} />}
          </div>
        </aside>
      </div>

      {dialog === "save" && (
        <Modal
          opened
          onClose={() => setDialog(null)}
          size={guard ? "80rem" : "lg"}
          title={t("rules.guards.saveTitle")}
          closeButtonProps={{ "aria-label": t("actions.cancel") }}
        >
          <div className={dialogs.dialog}>
            {guard ? (
              <LazyDiff
                before={{ text: guard.text, label: t("rules.version", { version: guard.version }) }}
                after={{ text, label: t("rules.save.yours") }}
              />
            ) : (
              words !== undefined && <PlainWords text={words} />
            )}
            <p className={dialogs.lead}>{moved ? t("rules.guards.moved") : t("rules.guards.holdsAtOnce")}</p>
            {saving.error && <ChangeFailure error={saving.error} />}
            <div className={dialogs.answers}>
              <Button variant="default" onClick={() => setDialog(null)}>
                {t("actions.cancel")}
              </Button>
              <Button
                data-autofocus
                loading={saving.isPending}
                leftSection={<IconDeviceFloppy size={16} aria-hidden />}
                onClick={send}
              >
                {t("rules.guards.save")}
              </Button>
            </div>
          </div>
        </Modal>
      )}
      {dialog === "remove" && guard && (
        <Modal
          opened
          onClose={() => setDialog(null)}
          size="md"
          title={t("rules.guards.removeTitle", { name: guard.name })}
          closeButtonProps={{ "aria-label": t("actions.cancel") }}
        >
          <div className={dialogs.dialog}>
            <p className={dialogs.lead}>{t("rules.guards.removeLead")}</p>
            {removing.error && <ChangeFailure error={removing.error} />}
            <div className={dialogs.answers}>
              <Button data-autofocus variant="default" onClick={() => setDialog(null)}>
                {t("actions.cancel")}
              </Button>
              <Button
                color="red"
                loading={removing.isPending}
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() =>
                  removing.mutate(guard, {
                    onSuccess: () => {
                      leaving.current = true;
                      void navigate({ to: "/rules/guards" });
                    },
                  })
                }
              >
                {t("rules.guards.remove")}
              </Button>
            </div>
          </div>
        </Modal>
      )}
      {blocker.status === "blocked" && <LeaveDialog stay={blocker.reset} leave={blocker.proceed} />}
      <DiagnosticDrawer code={code} close={() => setCode(null)} />
    </div>
  );
}
