// A language server that speaks the protocol and knows the few mistakes of the simulated checker.
import { findings } from "./rule-text";

interface Message {
  id?: number;
  method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the parameters of every method of a protocol
  params?: any;
}

const METRICS: Record<string, string> = {
  spend: "what delivery cost, in the account's currency",
  cpa: "cost per conversion",
  roas: "revenue for each unit spent",
};

/** One conversation: what comes in as a message goes out through `send`. */
export function makeLanguageServer(send: (message: string) => void): (message: string) => void {
  const texts = new Map<string, string>();
  const answer = (id: number | undefined, result: unknown) =>
    send(JSON.stringify({ jsonrpc: "2.0", id, result }));
  const publish = (uri: string, version: number) => {
    const diagnostics = findings(texts.get(uri) ?? "").map(
      ({ code, severity, message, help, span, fixes }) => ({
        range: span,
        severity: severity === "error" ? 1 : 2,
        code,
        source: "adjutant",
        message: `${message}\n${help}`,
        data: {
          message,
          help,
          fixes: fixes.map(({ title, safe, edits }) => ({
            title,
            safe,
            edits: edits.map((edit) => ({ range: edit.span, newText: edit.text })),
          })),
        },
      }),
    );
    send(
      JSON.stringify({
        jsonrpc: "2.0",
        method: "textDocument/publishDiagnostics",
        params: { uri, version, diagnostics },
      }),
    );
  };
  const offset = (text: string, { line, character }: { line: number; character: number }) =>
    text
      .split("\n")
      .slice(0, line)
      .reduce((sum, each) => sum + each.length + 1, 0) + character;

  return (raw) => {
    const { id, method, params } = JSON.parse(raw) as Message;
    switch (method) {
      case "initialize":
        return answer(id, {
          capabilities: {
            textDocumentSync: { openClose: true, change: 2 },
            completionProvider: { triggerCharacters: [".", '"', "{"] },
            hoverProvider: true,
            renameProvider: true,
          },
        });
      case "textDocument/didOpen":
        texts.set(params.textDocument.uri, params.textDocument.text);
        return publish(params.textDocument.uri, params.textDocument.version);
      case "textDocument/didChange": {
        const { uri, version } = params.textDocument;
        let text = texts.get(uri) ?? "";
        for (const change of params.contentChanges) {
          text = change.range
            ? text.slice(0, offset(text, change.range.start)) +
              change.text +
              text.slice(offset(text, change.range.end))
            : change.text;
        }
        texts.set(uri, text);
        return publish(uri, version);
      }
      case "textDocument/completion":
        return answer(id, {
          isIncomplete: false,
          items: Object.entries(METRICS).map(([label, documentation]) => ({
            label,
            kind: 6,
            detail: "metric",
            documentation: { kind: "markdown", value: documentation },
          })),
        });
      case "textDocument/hover": {
        const text = texts.get(params.textDocument.uri) ?? "";
        const at = offset(text, params.position);
        const word = /\w*$/.exec(text.slice(0, at))?.[0] + (/^\w*/.exec(text.slice(at))?.[0] ?? "");
        const definition = METRICS[word];
        return answer(
          id,
          definition === undefined
            ? null
            : {
                contents: {
                  kind: "markdown",
                  value: `**${word}**: ${definition}\n\n**$842.10** today, Northwind US`,
                },
              },
        );
      }
      default:
        if (id !== undefined) answer(id, null);
    }
  };
}
