import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { RuleText } from "~/shared/ui/rule-text";
import styles from "./markdown.module.css";

/** Code, emphasis and links inside of a line. */
function inline(text: string): ReactNode[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*|\[[^\]]+\]\([^)]+\))/).map((piece, at) => {
    const key = `${at} ${piece}`;
    if (piece.startsWith("`")) return <code key={key}>{piece.slice(1, -1)}</code>;
    if (piece.startsWith("**")) return <b key={key}>{piece.slice(2, -2)}</b>;
    if (piece.startsWith("*") && piece.length > 2) return <em key={key}>{piece.slice(1, -1)}</em>;
    const link = /^\[([^\]]+)\]/.exec(piece);
    return <Fragment key={key}>{link ? link[1] : piece}</Fragment>;
  });
}

/** The pages of the language's findings: headings, paragraphs, lists and texts of rules; the document's title is the drawer's. */
export function Markdown({ text }: { text: string }) {
  const { t } = useTranslation();
  const blocks = text
    .split(/(```[\s\S]*?```)/)
    .flatMap((part) => (part.startsWith("```") ? [part] : part.split(/\n{2,}/)));
  return (
    <div className={styles.page}>
      {blocks
        .map((block) => block.trim())
        .filter((block) => block !== "" && !block.startsWith("# "))
        .map((block, at) => {
          const key = `${at} ${block.slice(0, 24)}`;
          if (block.startsWith("```")) {
            const [fence = "", ...lines] = block.split("\n");
            const body = lines.slice(0, -1).join("\n");
            return fence.includes("adjutant") ? (
              <RuleText key={key} text={body} label={t("rules.example", { number: at + 1 })} />
            ) : (
              <pre key={key}>{body}</pre>
            );
          }
          const heading = /^#{2,4} (.*)/.exec(block);
          if (heading) return <h3 key={key}>{inline(heading[1] ?? "")}</h3>;
          if (/^[-*] /.test(block)) {
            return (
              <ul key={key}>
                {block.split(/\n(?=[-*] )/).map((item) => (
                  <li key={item}>{inline(item.slice(2).replaceAll("\n", " "))}</li>
                ))}
              </ul>
            );
          }
          return <p key={key}>{inline(block.replaceAll("\n", " "))}</p>;
        })}
    </div>
  );
}
