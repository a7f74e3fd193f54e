// The rule language for the editor: what its grammar's nodes mean for colour, folding, indentation and brackets.
import {
  foldInside,
  foldNodeProp,
  indentNodeProp,
  LanguageSupport,
  LRLanguage,
  type TreeIndentContext,
} from "@codemirror/language";
import { styleTags, tags as t } from "@lezer/highlight";
import { parser } from "./grammar/adjutant.grammar";

/** A line that goes on with the clause above stands deeper than its opener. */
function indentClause(context: TreeIndentContext): number {
  const opener = context.state.doc.lineAt(context.node.from);
  return context.lineIndent(opener.from) + context.unit;
}

export const adjutantLanguage = LRLanguage.define({
  name: "adjutant",
  parser: parser.configure({
    props: [
      styleTags({
        "RuleWord GuardWord TestWord OwnWord ScriptWord LanguageWord ParamWord LetWord Opener":
          t.definitionKeyword,
        Keyword: t.keyword,
        Metric: t.standard(t.variableName),
        "Attribute Member": t.propertyName,
        Action: t.controlKeyword,
        "Kind Level": t.typeName,
        "Definition/...": t.definition(t.variableName),
        Name: t.variableName,
        "Numeral Duration Day Time Truth": t.number,
        "Money Percent": t.unit,
        "QuoteOpen QuotedText QuoteClose": t.string,
        Escape: t.escape,
        Value: t.special(t.string),
        DocString: t.docString,
        ScriptBody: t.monospace,
        Comment: t.lineComment,
        "Compare Arithmetic": t.operator,
        "( ) [ ] { }": t.bracket,
        ", . :": t.punctuation,
      }),
      indentNodeProp.add({
        Body: (context) =>
          /^\s*\}/.test(context.textAfter)
            ? context.baseIndentFor(context.node)
            : context.baseIndentFor(context.node) + context.unit,
        Clause: indentClause,
        DocString: () => null,
        ScriptBody: () => null,
        Text: () => 0,
      }),
      foldNodeProp.add({
        Body: foldInside,
        ScriptBody: (node) => (node.to - node.from > 2 ? { from: node.from + 1, to: node.to - 1 } : null),
        DocString: (node) => (node.to - node.from > 6 ? { from: node.from + 3, to: node.to - 3 } : null),
      }),
    ],
  }),
  languageData: {
    commentTokens: { line: "#" },
    closeBrackets: { brackets: ["(", "[", "{", '"'] },
    indentOnInput:
      /^\s*(\}|rule|guard|metric|lookup|script|param|for|every|window|let|when|then|otherwise|approve|without|cooldown|at most|never|given|expect)$/,
  },
});

export const adjutant = () => new LanguageSupport(adjutantLanguage);
