// What the language server does for an open text: findings with fixes, completion, hover, rename and formatting.
import {
  formatDocument,
  hoverTooltips,
  jumpToDefinitionKeymap,
  LSPClient,
  type LSPClientExtension,
  LSPPlugin,
  renameKeymap,
  serverCompletion,
} from "@codemirror/lsp-client";
import { Compartment, type Extension } from "@codemirror/state";
import { type EditorView, keymap, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { PastOfFinding } from "../../lib/finding-words";
import { type Finding, offsetOf, type Position, problemsFound, type Severity } from "../problems";
import { sanitizeHtml } from "./sanitize";
import { holdLine, languageServerUrl, type ServerState } from "./socket";

/** The text is sent when nobody has typed for this long; a request such as a completion sends it at once. */
const SETTLED_MS = 200;
const TIMEOUT_MS = 8_000;

interface Range {
  start: Position;
  end: Position;
}

interface PublishedDiagnostic {
  range: Range;
  severity?: 1 | 2 | 3 | 4;
  code?: string | number;
  message: string;
  /** The finding in its parts, with what mends it. */
  data?: {
    message: string;
    help: string | null;
    history?: PastOfFinding;
    fixes: { title: string; safe: boolean; edits: { range: Range; newText: string }[] }[];
  };
}

const severities: Record<number, Severity> = { 1: "error", 2: "warning", 3: "hint", 4: "hint" };

const sendSettled = ViewPlugin.fromClass(
  class {
    pending: ReturnType<typeof setTimeout> | undefined;

    update(update: ViewUpdate) {
      if (!update.docChanged) return;
      clearTimeout(this.pending);
      this.pending = setTimeout(() => LSPPlugin.get(update.view)?.client.sync(), SETTLED_MS);
    }

    destroy() {
      clearTimeout(this.pending);
    }
  },
);

function findingsOf(plugin: LSPPlugin, published: readonly PublishedDiagnostic[]): Finding[] {
  const doc = plugin.syncedDoc;
  const place = (position: Position) => plugin.unsyncedChanges.mapPos(offsetOf(doc, position));
  return published.map(({ code, severity, message, range, data }) => ({
    code: code === undefined ? null : String(code),
    severity: severities[severity ?? 1] ?? "error",
    message: data?.message ?? message,
    history: data?.history ?? null,
    help: data?.help ?? null,
    from: place(range.start),
    to: place(range.end),
    fixes: (data?.fixes ?? []).map(({ title, safe, edits }) => ({
      title,
      safe,
      edits: edits.map((edit) => ({
        from: offsetOf(doc, edit.range.start),
        to: offsetOf(doc, edit.range.end),
        insert: edit.newText,
      })),
    })),
  }));
}

const findings: LSPClientExtension = {
  clientCapabilities: {
    textDocument: { publishDiagnostics: { versionSupport: true, dataSupport: true } },
  },
  notificationHandlers: {
    "textDocument/publishDiagnostics": (
      client,
      {
        uri,
        version,
        diagnostics,
      }: { uri: string; version?: number | null; diagnostics: PublishedDiagnostic[] },
    ) => {
      const file = client.workspace.getFile(uri);
      const view = file?.getView();
      const plugin = view && LSPPlugin.get(view);
      // Findings of a text that has been sent again since are followed by those of the new one.
      if (!file || !plugin || (version != null && version !== file.version)) return true;
      view.dispatch(problemsFound(view.state, plugin.syncedDoc, findingsOf(plugin, diagnostics)));
      return true;
    },
  },
  editorExtension: sendSettled,
};

const format = keymap.of([
  {
    key: "Shift-Alt-f",
    preventDefault: true,
    run: (view) =>
      LSPPlugin.get(view)?.client.serverCapabilities?.documentFormattingProvider
        ? formatDocument(view)
        : false,
  },
]);

export interface LanguageServer {
  extension: Extension;
  /** Connects an editor, for as long as it lives. */
  attach: (view: EditorView) => () => void;
}

/** The language server for one text; `uri` names it to the server and is never opened. */
export function languageServer(uri: string, onState: (state: ServerState) => void): LanguageServer {
  const place = new Compartment();
  return {
    extension: place.of([]),
    attach: (view) => {
      let gone = false;
      const stop = holdLine({
        url: languageServerUrl(),
        onState,
        onOpen: (transport, live) => {
          const client = new LSPClient({
            timeout: TIMEOUT_MS,
            sanitizeHTML: sanitizeHtml,
            extensions: [
              findings,
              serverCompletion(),
              hoverTooltips({ hoverTime: 350 }),
              keymap.of([...renameKeymap, ...jumpToDefinitionKeymap]),
              format,
            ],
          }).connect(transport);
          client.initializing.then(
            () => {
              if (gone) return;
              view.dispatch({ effects: place.reconfigure(client.plugin(uri, "adjutant")) });
              live();
            },
            // The line closes or the server says no more; either way the next connection tries again.
            () => undefined,
          );
          return () => {
            if (!gone) view.dispatch({ effects: place.reconfigure([]) });
            client.disconnect();
          };
        },
      });
      return () => {
        gone = true;
        stop();
      };
    },
  };
}
