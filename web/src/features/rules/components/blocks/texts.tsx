import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { IconPlus, IconX } from "~/shared/ui/icons";
import { accountChoicesQuery } from "../../api/list-account-choices";
import { rulesQuery } from "../../api/list-rules";
import type { BlockField, BlockPart } from "../../api/types";
import { namesOf, quoted, write } from "../../model/blocks";
import styles from "./blocks.module.css";
import { useBlocks } from "./context";
import { TextBox } from "./text-box";

/** The names that exist, where a list is of the organisation's own things. */
function useExisting(word: BlockPart["word"] | undefined): readonly string[] {
  const rules = useInfiniteQuery({ ...rulesQuery({ sort: "name" }), enabled: word === "rules" });
  const accounts = useQuery({ ...accountChoicesQuery, enabled: word === "in_account" });
  if (word === "rules") return rules.data?.pages.flatMap(({ data }) => data.map(({ name }) => name)) ?? [];
  return word === "in_account" ? (accounts.data?.map(({ label }) => label) ?? []) : [];
}

interface TextsProps {
  field: BlockField;
  label: string;
  word: BlockPart["word"] | undefined;
}

/** Quoted names, each in a box of its own; the last one stays. */
export function Texts({ field, label, word }: TextsProps) {
  const { t } = useTranslation();
  const { readOnly, change, rework, placeOf } = useBlocks();
  const list = useId();
  const existing = useExisting(word);
  const places = namesOf(field.text);
  const names = places.map(({ name }) => name);
  const written = (next: readonly string[]) => write(field, next.map(quoted).join(", "));
  const start = placeOf(field.span).from;
  const free = existing.find((name) => !names.includes(name)) ?? t("blocks.anotherName");
  return (
    <span className={styles.texts}>
      {places.map(({ name, at: offset }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name is known by its place in the list
        <span key={at} className={styles.pair} data-from={start + offset}>
          <TextBox
            span={field.span}
            look="words"
            list={list}
            label={names.length > 1 ? `${label}, ${at + 1}` : label}
            value={name}
            commit={(typed) => {
              if (typed.trim() === "") return false;
              change(written(names.map((each, index) => (index === at ? typed.trim() : each))));
              return true;
            }}
          />
          {!readOnly && names.length > 1 && (
            <button
              type="button"
              className={styles.less}
              aria-label={t("blocks.without", { what: name })}
              title={t("blocks.without", { what: name })}
              onClick={() => rework(written(names.filter((_, index) => index !== at)))}
            >
              <IconX size={13} stroke={2.2} aria-hidden />
            </button>
          )}
        </span>
      ))}
      {!readOnly && (
        <button
          type="button"
          className={styles.add}
          onClick={() =>
            rework([{ span: { start: field.span.end, end: field.span.end }, text: `, ${quoted(free)}` }])
          }
        >
          <IconPlus size={14} stroke={2.2} aria-hidden /> {t("blocks.another")}
        </button>
      )}
      <datalist id={list}>
        {existing.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </span>
  );
}
