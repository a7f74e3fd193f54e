import { Button, Tabs, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { usePermits } from "~/shared/api/session";
import { sentence } from "~/shared/lib/sentence";
import { IconArrowLeft, IconArrowRight, IconHandStop } from "~/shared/ui/icons";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { RuleText } from "~/shared/ui/rule-text";
import { RowsSkeleton } from "~/shared/ui/states";
import { useSaveRule } from "../api/save-rule";
import type { LibraryItem } from "../api/types";
import { libraryTextQuery } from "../api/write-from-library";
import { keepDraft } from "../model/draft";
import type { LibraryView } from "../model/library";
import { ChangeFailure } from "./change-failure";
import styles from "./library.module.css";
import { changedLiterals, type Fields, fieldsOf, hasFaults, ParamForm } from "./param-form";
import { PlainWords } from "./plain-words";
import { PreviewPanel } from "./workbench/preview-panel";
import { usePreview } from "./workbench/use-preview";

/** Typing settles for this long before the text is written anew. */
const SETTLED_MS = 300;

/** A rule from the library keeps its parameters in its text. */
const NO_OVERRIDES = {};

/** What the server has against a parameter, by its name. */
function faultsOf(error: unknown): Record<string, string> {
  if (!isProblem(error)) return {};
  return Object.fromEntries(
    error.fields.flatMap(({ pointer, detail }) => {
      const name = /^\/params\/(.+)$/.exec(pointer)?.[1];
      return name === undefined ? [] : [[name, detail]];
    }),
  );
}

/** A library rule: what it does, when not to use it, its parameters as a form, and the text that comes of them. */
export function LibraryEntry({ entry, view }: { entry: LibraryItem; view: LibraryView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const writes = usePermits("rules.write");
  const [name, setName] = useState(entry.name);
  const [fields, setFields] = useState<Fields>(() => fieldsOf(entry.params));
  const faulty = hasFaults(entry.params, fields) || name.trim() === "";
  const chosen = useMemo(
    () => ({
      ...(name.trim() === entry.name || name.trim() === "" ? {} : { name: name.trim() }),
      params: changedLiterals(entry.params, fields),
    }),
    [entry, name, fields],
  );
  const [settled] = useDebouncedValue(chosen, SETTLED_MS);
  const untouched = settled.name === undefined && Object.keys(settled.params).length === 0;
  const { data, error, isPlaceholderData, isFetching } = useQuery({
    ...libraryTextQuery(entry.id, settled),
    enabled: !untouched,
    placeholderData: keepPreviousData,
  });
  const text = untouched ? entry.text : data?.text;
  const current =
    text !== undefined && settled === chosen && !isPlaceholderData && !(isFetching && !untouched);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  const [opening, setOpening] = useState(false);
  const [refused, setRefused] = useState<Error | null>(null);
  const faults = faultsOf(error);
  const preview = usePreview({ text: text ?? entry.text, overrides: NO_OVERRIDES }, undefined, faulty);
  const save = useSaveRule(undefined);
  /** What the form says now, also while its text is still being written. */
  const written = async () => {
    const plain = chosen.name === undefined && Object.keys(chosen.params).length === 0;
    return plain ? entry.text : (await queries.fetchQuery(libraryTextQuery(entry.id, chosen))).text;
  };
  const install = async () => {
    setRefused(null);
    try {
      const saved = await save.mutateAsync({
        text: await written(),
        overrides: NO_OVERRIDES,
        note: "",
        library: entry.id,
      });
      await navigate({ to: "/rules/$ruleId", params: { ruleId: saved.id } });
    } catch (problem) {
      setRefused(problem instanceof Error ? problem : new Error(String(problem)));
    }
  };
  const begin = async () => {
    setOpening(true);
    setRefused(null);
    try {
      const text = await written();
      keepDraft(`new:${entry.id}`, { text, overrides: {}, base: 0, at: Date.now() });
      await navigate({ to: "/rules/new", search: { from: entry.id } });
    } catch (problem) {
      setRefused(problem instanceof Error ? problem : new Error(String(problem)));
      setOpening(false);
    }
  };

  return (
    <article className={styles.entry} aria-label={entry.name}>
      <Link to="/rules/library" search={{ ...view, entry: undefined }} className={styles.back}>
        <IconArrowLeft size={15} stroke={2} aria-hidden /> {t("rules.library.all")}
      </Link>
      <header className={styles.head}>
        <h2 ref={heading} tabIndex={-1}>
          {entry.name}
        </h2>
        <span className={styles.meta}>
          {entry.platforms.map((platform) => (
            <span key={platform} className={styles.platform}>
              <PlatformMark platform={platform} size={15} /> {t(`platform.${platform}`)}
            </span>
          ))}
        </span>
        <p>{entry.doc}</p>
      </header>
      <div className={styles.halves}>
        <div className={styles.column}>
          {entry.not_for !== null && (
            <section className={styles.notFor} aria-label={t("rules.library.notFor")}>
              <h3>
                <IconHandStop size={16} stroke={2} aria-hidden /> {t("rules.library.notFor")}
              </h3>
              <p>{sentence(entry.not_for)}</p>
            </section>
          )}
          <section aria-label={t("rules.params.title")}>
            <h3>{t("rules.params.title")}</h3>
            <div className={styles.form}>
              <TextInput
                size="sm"
                label={t("rules.library.ruleName")}
                value={name}
                maxLength={120}
                error={name.trim() === "" ? t("rules.params.empty") : undefined}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <ParamForm params={entry.params} fields={fields} onChange={setFields} faults={faults} />
            </div>
          </section>
          <section aria-label={t("rules.inPlainWords")}>
            <h3>{t("rules.inPlainWords")}</h3>
            <PlainWords text={entry.in_plain_words} />
          </section>
        </div>
        <div className={styles.text}>
          {writes && (
            <div className={styles.begin}>
              <Button disabled={faulty} loading={save.isPending} onClick={() => void install()}>
                {t("rules.library.install")}
              </Button>
              <Button
                variant="default"
                rightSection={<IconArrowRight size={16} aria-hidden />}
                disabled={faulty}
                loading={opening}
                onClick={() => void begin()}
              >
                {t("rules.library.openInEditor")}
              </Button>
              <span className={styles.hint}>{t("rules.library.openHelp")}</span>
            </div>
          )}
          {refused !== null && <ChangeFailure error={refused} />}
          {error && Object.keys(faults).length === 0 && <ChangeFailure error={error} />}
          <Tabs defaultValue="today" keepMounted={false}>
            <Tabs.List className={styles.tabList ?? ""}>
              <Tabs.Tab value="today">{t("rules.library.today")}</Tabs.Tab>
              <Tabs.Tab value="text">{t("rules.library.preview")}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="today" className={styles.tab ?? ""}>
              <PreviewPanel state={preview} faulty={faulty} />
            </Tabs.Panel>
            <Tabs.Panel value="text" className={styles.tab ?? ""}>
              {text === undefined ? (
                <RowsSkeleton rows={8} height={26} />
              ) : (
                <div data-stale={!current || undefined} className={styles.written}>
                  <RuleText text={text} label={t("rules.text")} />
                </div>
              )}
            </Tabs.Panel>
          </Tabs>
        </div>
      </div>
    </article>
  );
}
