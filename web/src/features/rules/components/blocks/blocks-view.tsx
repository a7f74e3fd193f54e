import { Button, Menu } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "~/shared/editor/problems";
import type { EditorHandle } from "~/shared/editor/rule-editor";
import { IconFileText, IconPlus } from "~/shared/ui/icons";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { blocksQuery } from "../../api/read-blocks";
import type { BlockItem, TextEdit, TextSpan } from "../../api/types";
import { type Section, sectionsOf } from "../../model/blocks";
import { placeOf } from "../../model/findings";
import styles from "./blocks.module.css";
import { ClauseBlock } from "./clause-block";
import { useWords } from "./use-words";

interface BlocksViewProps {
  text: string;
  editor: RefObject<EditorHandle | null>;
  problems: readonly Problem[];
  readOnly: boolean;
  /** Shows a place in the text. */
  editText: (place: { from: number; to: number }) => void;
}

interface ItemProps extends Omit<BlocksViewProps, "text" | "editText"> {
  item: BlockItem;
  /** The text that the blocks are of. */
  of: string;
  editText: (span: TextSpan) => void;
}

function RuleBlocks({ item, of, editor, problems, readOnly, editText }: ItemProps) {
  const { t } = useTranslation();
  const words = useWords();
  const change = (edits: TextEdit[]) =>
    editor.current?.change(
      of,
      edits.map(({ span, text }) => ({ ...placeOf(of, span), insert: text })),
    );
  const found = (section: Section, line: number, end: number) =>
    section.kind === "text" || section.blocks.length > 0
      ? problems.filter((problem) => problem.line - 1 >= line && problem.line - 1 <= end)
      : [];
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
              readOnly={readOnly}
              change={change}
              editText={editText}
              problems={found(section, block.span.start.line, block.span.end.line)}
            />
          ))}
          <AnotherAction section={section} readOnly={readOnly} change={change} />
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
              <Menu.Item key={what} onClick={() => change(edits)}>
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
function AnotherAction({
  section,
  readOnly,
  change,
}: {
  section: Section;
  readOnly: boolean;
  change: (edits: TextEdit[]) => void;
}) {
  const words = useWords();
  const offer = section.blocks[0]?.offers.find(({ what }) => what === "action");
  if (readOnly || !offer) return null;
  return (
    <li className={styles.another}>
      <button type="button" className={styles.add} onClick={() => change(offer.edits)}>
        <IconPlus size={14} stroke={2.2} aria-hidden /> {words.offer("action")}
      </button>
    </li>
  );
}

/** Items that are text here as well: tests and guards beside a rule. */
function TextItems({ items, editText }: { items: readonly BlockItem[]; editText: (span: TextSpan) => void }) {
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
export function BlocksView({ text, editor, problems, readOnly, editText }: BlocksViewProps) {
  const { t } = useTranslation();
  const read = useQuery({ ...blocksQuery(text), placeholderData: keepPreviousData });
  // The blocks that are shown are those of the last text that was read; edits are carried over to the present one.
  const of = useRef(text);
  useEffect(() => {
    if (read.data && !read.isPlaceholderData) of.current = text;
  }, [read.data, read.isPlaceholderData, text]);
  const shownOf = read.isPlaceholderData ? of.current : text;
  const show = (span: TextSpan) => editText(placeOf(shownOf, span));
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
    <div className={styles.view} aria-busy={read.isPlaceholderData}>
      {rules.length === 0 && <p className={styles.doc}>{t("blocks.noRule")}</p>}
      {rules.map((item, at) => (
        <RuleBlocks
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place in the text
          key={at}
          item={item}
          of={shownOf}
          editor={editor}
          problems={problems}
          readOnly={readOnly}
          editText={show}
        />
      ))}
      {others.length > 0 && <TextItems items={others} editText={show} />}
    </div>
  );
}
