import { Select } from "@mantine/core";
import { type RefObject, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { EditorHandle } from "~/shared/editor/rule-editor";
import { sentence } from "~/shared/lib/sentence";
import { IconPlus } from "~/shared/ui/icons";
import { blankGuard } from "../../model/blank";
import { type GuardLevel, levelEdit, levelNames, levels, readGuard } from "../../model/guard-scope";
import { type Promised, promiseEdit, promisesOf, promiseText } from "../../model/promises";
import styles from "./workbench.module.css";

interface GuardPromisesProps {
  text: string;
  editor: RefObject<EditorHandle | null>;
}

const isLevel = (word: string | null): word is GuardLevel => levelNames.some((each) => each === word);

/** What a guard protects: the words of its text, as a choice. */
export function GuardProtects({ text, editor }: GuardPromisesProps) {
  const { t } = useTranslation();
  const scope = useMemo(() => readGuard(text)?.scope, [text]);
  if (!scope) return null;
  const { level } = scope;
  const choices = levelNames.map((each) => {
    const { on } = levels[each];
    const name = sentence(t(`blocks.choice.${each}`));
    const platforms = on.map((platform) => t(`platform.${platform}`)).join(", ");
    return { value: each, label: on.length < levels.campaigns.on.length ? `${name} (${platforms})` : name };
  });
  const choose = (next: string | null) => {
    if (!isLevel(next)) return;
    // A text that nobody has written in yet begins anew, with a promise of that level.
    const untouched = level !== undefined && text === blankGuard(level);
    const edit = untouched ? { from: 0, to: text.length, insert: blankGuard(next) } : levelEdit(text, next);
    if (edit) editor.current?.change(text, [edit]);
  };
  return (
    <Select
      label={t("rules.guards.protects")}
      className={styles.protects ?? ""}
      data={choices}
      value={level ?? null}
      placeholder={t("rules.guards.protectsNothing")}
      allowDeselect={false}
      onChange={choose}
    />
  );
}

/** What else a guard can promise of what it protects, each a click that writes into its text. */
export function GuardPromises({ text, editor }: GuardPromisesProps) {
  const { t } = useTranslation();
  const scope = useMemo(() => readGuard(text)?.scope, [text]);
  if (!scope) return null;
  const { level } = scope;
  const offered = promisesOf(scope);
  const wordsOf = (promise: Promised) => {
    const counted = levelNames.find((each) => promise === `paused ${each}`);
    const objects = t(`blocks.choice.${counted ?? level ?? "campaigns"}`);
    const key = counted ? "paused" : (promise as Exclude<Promised, `paused ${GuardLevel}`>);
    return t(`rules.guards.promises.${key}`, { objects });
  };
  const add = (promise: Promised) => {
    const edit = promiseEdit(text, promise);
    const written = edit && editor.current?.change(text, [edit]);
    if (!written) return;
    const line = promiseText(promise, text, level);
    const from = written.text.indexOf(line, written.place.from);
    editor.current?.goTo({ from, to: from + line.length });
  };

  return (
    <section className={styles.aside} aria-label={t("rules.guards.more")}>
      <h2 className={styles.head}>{t("rules.guards.more")}</h2>
      {offered.length === 0 ? (
        <p className={styles.lead}>{t("rules.guards.nothingToPromise")}</p>
      ) : (
        <ul className={styles.promises}>
          {offered.map((each) => (
            <li key={each}>
              <button type="button" onClick={() => add(each)}>
                <IconPlus size={15} stroke={2.2} aria-hidden className={styles.plus} />
                <span>
                  {wordsOf(each)}
                  <code>{promiseText(each, text, level)}</code>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
