import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useBlocker, useNavigate } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommands } from "~/shared/commands";
import type { ServerState } from "~/shared/editor/language-server/socket";
import type { Problem } from "~/shared/editor/problems";
import { type EditorHandle, RuleEditor } from "~/shared/editor/rule-editor";
import { IconDeviceFloppy } from "~/shared/ui/icons";
import { checkQuery } from "../../api/check-text";
import { type RuleOnPage, ruleQuery } from "../../api/get-rule";
import { testQuery } from "../../api/test-text";
import type { CheckedRule, RuleFinding } from "../../api/types";
import { coveredOf } from "../../model/coverage";
import { findingsOf } from "../../model/findings";
import { firstTest } from "../../model/first-test";
import { BlocksView } from "../blocks/blocks-view";
import { ArchiveDialog } from "./archive-dialog";
import { ConflictDialog } from "./conflict-dialog";
import { DiagnosticDrawer } from "./diagnostic-drawer";
import { HistoryDrawer } from "./history-drawer";
import { LeaveDialog } from "./leave-dialog";
import { ProblemsPanel } from "./problems-panel";
import { SaveDialog } from "./save-dialog";
import { type Panel, SidePanels } from "./side-panels";
import { StatusLine } from "./status-line";
import { usePreview } from "./use-preview";
import { useSaid } from "./use-said";
import { type Base, useWriting } from "./use-writing";
import { type RuleView, ViewSwitch } from "./view-switch";
import styles from "./workbench.module.css";
import { WorkbenchHead } from "./workbench-head";
import { WorkbenchNotices } from "./workbench-notices";

/** A pause this long is worth a check of the whole text. */
const CHECKED_MS = 450;

interface WorkbenchProps {
  /** The saved rule; undefined for a new one. */
  rule: RuleOnPage | undefined;
  start: Base;
  /** Where the draft is kept: the rule's id, or how a new one began. */
  draftKey: string;
  /** The library entry that a new rule began as. */
  library?: string | undefined;
  canWrite: boolean;
}

/** Where a rule is written: its text, what is wrong with it, what it says and what it would do now. */
export function Workbench({ rule, start, draftKey, library, canWrite }: WorkbenchProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const hint = useId();
  const editor = useRef<EditorHandle>(null);
  const writing = useWriting(draftKey, start, library !== undefined);
  const { text, overrides, base, dirty } = writing;
  const [problems, setProblems] = useState<Problem[]>([]);
  const [server, setServer] = useState<ServerState>("connecting");
  const [panel, setPanel] = useState<Panel>("preview");
  const [view, setView] = useState<RuleView>("text");
  const showInText = (place: { from: number; to: number }) => {
    if (view === "text") {
      editor.current?.goTo(place);
      return;
    }
    setView("text");
    // The editor is measured once it is seen.
    requestAnimationFrame(() => editor.current?.goTo(place));
  };
  const [dialog, setDialog] = useState<"save" | "history" | "archive" | "conflict" | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const { said, say } = useSaid(text);
  /** What the version that was saved last works against. */
  const [met, setMet] = useState<readonly RuleFinding[]>([]);
  const leaving = useRef(false);

  const [settled] = useDebouncedValue(text, CHECKED_MS);
  const checked = useQuery({ ...checkQuery(settled), placeholderData: keepPreviousData });
  const found = checked.data?.diagnostics;
  const answered = checked.isPlaceholderData ? undefined : found;
  useEffect(() => {
    // The language server's findings are fresher; without it the check of the whole text stands in.
    if (answered && server !== "live") editor.current?.show(settled, findingsOf(settled, answered));
  }, [answered, settled, server]);

  const tested = useQuery({ ...testQuery(settled), placeholderData: keepPreviousData });
  const suite = tested.isPlaceholderData ? undefined : tested.data;
  useEffect(() => {
    if (suite) editor.current?.cover(settled, coveredOf(settled, suite, t));
  }, [suite, settled, t]);
  const failing = suite?.tests.filter(({ passed }) => !passed).length ?? 0;

  const errors = problems.filter(({ severity }) => severity === "error");
  const faulty = errors.length > 0;
  const checkedRule = checked.data?.rules[0];
  const params = checkedRule?.params ?? rule?.params ?? [];
  const preview = usePreview({ text, overrides }, rule?.id, faulty);
  const name = checkedRule?.name ?? rule?.name ?? t("rules.newRule");
  const plainWords =
    !dirty && rule
      ? rule.in_plain_words
      : preview.preview && !preview.stale
        ? preview.preview.in_plain_words
        : checkedRule?.in_plain_words;

  // Somebody saved another version while this text was written. Without changes of one's own the page follows.
  const conflict = rule !== undefined && rule.version !== base.version;
  const { begin } = writing;
  useEffect(() => {
    if (!rule || rule.version === base.version || dirty) return;
    begin({ text: rule.text, overrides: rule.overrides, version: rule.version }, "nothing");
    editor.current?.replace(rule.text);
  }, [rule, base.version, dirty, begin]);

  const save = () => {
    if (!canWrite || (!dirty && rule)) return;
    const [first] = errors;
    if (first) {
      say(t("rules.save.mend", { count: errors.length }));
      showInText(first);
      return;
    }
    say(null);
    setDialog(conflict ? "conflict" : "save");
  };
  const writeTest = (tested: CheckedRule) => {
    const insert = firstTest(text, tested);
    const written = editor.current?.change(text, [{ from: text.length, to: text.length, insert }]);
    if (written) showInText(written.place);
  };
  const runPreview = () => {
    setPanel("preview");
    preview.runNow();
  };
  const saved = (next: RuleOnPage) => {
    setDialog(null);
    begin({ text: next.text, overrides: next.overrides, version: next.version }, "nothing");
    if (next.text !== text) editor.current?.replace(next.text);
    say(t("rules.save.done", { version: next.version }), next.text);
    setMet(next.findings?.filter(({ answer }) => answer !== "not_decided") ?? []);
    if (rule) return;
    leaving.current = true;
    void navigate({ to: "/rules/$ruleId", params: { ruleId: next.id }, replace: true });
  };

  useCommands([
    {
      id: "rule.save",
      label: t("rules.save.button"),
      icon: IconDeviceFloppy,
      keys: ["Mod+S"],
      enabled: canWrite && (dirty || !rule) && dialog === null,
      palette: "page",
      perform: save,
    },
    {
      id: "rule.preview",
      label: t("rules.preview.run"),
      keys: ["Mod+Enter"],
      enabled: dialog === null,
      palette: "page",
      perform: runPreview,
    },
  ]);

  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && !leaving.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty && !leaving.current,
    withResolver: true,
  });

  return (
    <div className={styles.page}>
      <title>{`${name} · Adjutant`}</title>
      <WorkbenchHead
        rule={rule}
        name={name}
        version={base.version}
        dirty={dirty}
        canWrite={canWrite}
        save={save}
        showHistory={() => setDialog("history")}
        archive={() => setDialog("archive")}
      />

      <WorkbenchNotices
        rule={rule}
        canWrite={canWrite}
        conflict={conflict && dirty ? () => setDialog("conflict") : undefined}
        restored={
          writing.restored === undefined || conflict
            ? undefined
            : {
                at: writing.restored,
                keep: writing.forgetRestored,
                discard: () => {
                  begin(start, "nothing");
                  editor.current?.replace(start.text);
                },
              }
        }
        met={dirty ? [] : met}
        version={base.version}
        showMet={() => {
          setPanel("together");
          setMet([]);
        }}
        forgetMet={() => setMet([])}
      />

      <div className={styles.bench}>
        <section className={styles.writing} aria-label={t("rules.text")}>
          <ViewSwitch view={view} setView={setView} editor={editor} readOnly={!canWrite} />
          {view === "blocks" && (
            <div className={styles.blocks}>
              <BlocksView
                text={text}
                editor={editor}
                problems={problems}
                readOnly={!canWrite}
                editText={showInText}
                explain={setCode}
              />
            </div>
          )}
          <div className={styles.editor} hidden={view === "blocks"}>
            <RuleEditor
              key={draftKey}
              initial={text}
              label={t("editor.label", { name })}
              describedBy={hint}
              readOnly={!canWrite}
              uri={`adjutant:///rules/${rule?.id ?? draftKey}.rule`}
              handle={editor}
              onText={writing.setText}
              onProblems={setProblems}
              onServer={setServer}
              onSave={save}
              onPreview={runPreview}
            />
          </div>
          <StatusLine
            problems={problems}
            server={server}
            hintId={hint}
            hint={t(view === "text" ? "editor.hint" : "blocks.keys")}
            said={said}
          />
          <ProblemsPanel
            problems={problems}
            readOnly={!canWrite}
            goTo={showInText}
            fix={(problem, fix) => editor.current?.fix(problem, fix)}
            explain={setCode}
          />
        </section>

        <SidePanels
          rule={rule}
          panel={panel}
          setPanel={setPanel}
          text={text}
          settled={settled}
          overrides={overrides}
          setOverrides={writing.setOverrides}
          version={base.version}
          dirty={dirty}
          faulty={faulty}
          canWrite={canWrite}
          params={params}
          doc={checkedRule?.doc ?? undefined}
          plainWords={plainWords}
          writeTest={checkedRule && canWrite && !faulty ? () => writeTest(checkedRule) : undefined}
          failing={failing}
          preview={preview}
          runPreview={runPreview}
          showInText={showInText}
        />
      </div>

      {dialog === "save" && (
        <SaveDialog
          rule={rule}
          library={library}
          writing={writing}
          params={params}
          plainWords={plainWords}
          problems={problems}
          close={() => setDialog(null)}
          onSaved={saved}
          onConflict={() => {
            if (rule) void queries.invalidateQueries({ queryKey: ruleQuery(rule.id).queryKey });
          }}
        />
      )}
      {dialog === "conflict" && rule && (
        <ConflictDialog
          rule={rule}
          text={text}
          close={() => setDialog(null)}
          takeTheirs={() => {
            begin({ text: rule.text, overrides: rule.overrides, version: rule.version }, "nothing");
            editor.current?.replace(rule.text);
            setDialog(null);
          }}
          keepMine={() => {
            begin({ text: rule.text, overrides: rule.overrides, version: rule.version }, "the text");
            setDialog(null);
            editor.current?.focus();
          }}
        />
      )}
      {dialog === "history" && rule && (
        <HistoryDrawer
          ruleId={rule.id}
          accepted={rule.accepted}
          current={rule.version}
          canRestore={canWrite}
          close={() => setDialog(null)}
          restore={(version) => {
            editor.current?.replace(version.text);
            writing.setText(version.text);
            writing.setOverrides(version.overrides);
            say(t("rules.history.restored", { version: version.version }), version.text);
            setDialog(null);
          }}
        />
      )}
      {dialog === "archive" && rule && (
        <ArchiveDialog
          rule={rule}
          close={() => setDialog(null)}
          onArchived={() => {
            leaving.current = true;
            void navigate({ to: "/rules" });
          }}
        />
      )}
      {blocker.status === "blocked" && <LeaveDialog stay={blocker.reset} leave={blocker.proceed} />}
      <DiagnosticDrawer code={code} close={() => setCode(null)} />
    </div>
  );
}
