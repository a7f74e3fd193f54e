import { Button, Menu } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useId, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "~/shared/editor/problems";
import type { EditorHandle } from "~/shared/editor/rule-editor";
import { IconFileText, IconPlus } from "~/shared/ui/icons";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { blocksQuery } from "../../api/read-blocks";
import type { BlockItem, TextEdit } from "../../api/types";
import { type Section, sectionsOf } from "../../model/blocks";
import { type Place, placesIn } from "../../model/findings";
import styles from "./blocks.module.css";
import { ClauseBlock } from "./clause-block";
import { BlocksContext, useBlocks } from "./context";
import { useCursor } from "./use-cursor";
import { useWords } from "./use-words";

interface BlocksViewProps {
  text: string;
  editor: RefObject<EditorHandle | null>;
  problems: readonly Problem[];
  readOnly: boolean;
  /** Shows a place in the text. */
  editText: (place: Place) => void;
  /** Opens the page of a finding. */
  explain: (code: string) => void;
}

function RuleBlocks({ item }: { item: BlockItem }) {
  const { t } = useTranslation();
  const words = useWords();
  const { readOnly, rework } = useBlocks();
  return (
    <section className={styles.rule} aria-label={item.name}>
      {item.doc !== null && <p className={styles.doc}>{item.doc}</p>}
      {sectionsOf(item.blocks).map((section) => (
        <ul
          key={`${section.kind} ${section.blocks[0]?.span.start.line}`}
          className={styles.section}
          data-kind={section.kind}
          aria-label={t(`blocks.section.${section.kind}`)}
        >
          {section.blocks.map((block, at) => (
            <ClauseBlock
              // biome-ignore lint/suspicious/noArrayIndexKey: a clause is known by its place in the text
              key={`${block.kind} ${at}`}
              block={block}
              operands={item.operands}
            />
          ))}
          <AnotherAction section={section} />
        </ul>
      ))}
      {!readOnly && item.offers.length > 0 && (
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button
              variant="default"
              size="compact-md"
              className={styles.addClause ?? ""}
              leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
            >
              {t("blocks.addClause")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {item.offers.map(({ what, edits }) => (
              <Menu.Item key={what} onClick={() => rework(edits)}>
                {words.offer(what)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </section>
  );
}

/** At the end of a branch: one more thing to do. */
function AnotherAction({ section }: { section: Section }) {
  const { readOnly, rework } = useBlocks();
  const words = useWords();
  const offer = section.blocks[0]?.offers.find(({ what }) => what === "action");
  if (readOnly || !offer) return null;
  return (
    <li className={styles.another}>
      <button type="button" className={styles.add} onClick={() => rework(offer.edits)}>
        <IconPlus size={14} stroke={2.2} aria-hidden /> {words.offer("action")}
      </button>
    </li>
  );
}

/** Items that are text here as well: tests and guards beside a rule. */
function TextItems({ items }: { items: readonly BlockItem[] }) {
  const { editText } = useBlocks();
  const { t } = useTranslation();
  return (
    <section className={styles.rest} aria-label={t("blocks.rest")}>
      <h2>
        <IconFileText size={15} stroke={2} aria-hidden /> {t("blocks.restLead", { count: items.length })}
      </h2>
      <ul className={styles.restList}>
        {items.map((item) => (
          <li key={item.span.start.line}>
            <span className={styles.itemKind}>{t(`blocks.item.${item.kind}`)}</span>
            <button type="button" onClick={() => editText(item.span)}>
              {item.name || t("blocks.noName")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The text as blocks. Each field writes a small edit into the text, so that comments and layout stay as they are. */
export function BlocksView({ text, editor, problems, readOnly, editText, explain }: BlocksViewProps) {
  const { t } = useTranslation();
  const ids = useId();
  const view = useRef<HTMLDivElement>(null);
  const read = useQuery({ ...blocksQuery(text), placeholderData: keepPreviousData });
  const current = read.data !== undefined && !read.isPlaceholderData;
  // The blocks that are shown are those of the last text that was read; edits are carried over to the present one.
  const last = useRef(text);
  useEffect(() => {
    if (current) last.current = text;
  }, [current, text]);
  const of = read.isPlaceholderData ? last.current : text;
  const cursor = useCursor(view, current ? text : undefined);
  const placeOf = useMemo(() => placesIn(of), [of]);
  const change = (edits: TextEdit[]) =>
    editor.current?.change(
      of,
      edits.map(({ span, text }) => ({ ...placeOf(span), insert: text })),
    );
  if (read.error) return <LoadFailure error={read.error} retry={() => void read.refetch()} />;
  if (!read.data) {
    return (
      <div className={styles.view}>
        <RowsSkeleton rows={6} height={64} />
      </div>
    );
  }
  const rules = read.data.items.filter(({ kind }) => kind === "rule");
  const others = read.data.items.filter(({ kind }) => kind !== "rule");
  return (
    <BlocksContext
      value={{
        readOnly,
        placeOf,
        change,
        rework: (edits) => {
          const written = change(edits);
          if (written) cursor.goThere(written.text, written.place);
        },
        editText: (span) => editText(placeOf(span)),
        explain,
        found: ({ from, to }) =>
          problems.flatMap((problem, at) =>
            problem.from >= from && problem.from < Math.max(to, from + 1)
              ? [{ id: `${ids}-${at}`, problem }]
              : [],
          ),
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the clauses within */}
      <div ref={view} className={styles.view} aria-busy={read.isPlaceholderData} onKeyDown={cursor.onKeyDown}>
        {rules.length === 0 && <p className={styles.doc}>{t("blocks.noRule")}</p>}
        {rules.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place in the text
          <RuleBlocks key={at} item={item} />
        ))}
        {others.length > 0 && <TextItems items={others} />}
      </div>
    </BlocksContext>
  );
}
