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
import { type Finding, type Fix, offsetOf, type Position, problemsFound, type Severity } from "../problems";
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
  data?: { help?: string | null };
}

interface CodeAction {
  title: string;
  isPreferred?: boolean;
  diagnostics?: PublishedDiagnostic[];
  edit?: { changes?: Record<string, { range: Range; newText: string }[]> };
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

const same = (a: PublishedDiagnostic, b: PublishedDiagnostic) =>
  a.code === b.code &&
  a.message === b.message &&
  a.range.start.line === b.range.start.line &&
  a.range.start.character === b.range.start.character;

function findingsOf(
  plugin: LSPPlugin,
  published: readonly PublishedDiagnostic[],
  actions: readonly CodeAction[],
): Finding[] {
  const doc = plugin.syncedDoc;
  return published.map((found) => {
    const fixes = actions
      .filter((action) => action.diagnostics?.some((each) => same(each, found)))
      .flatMap((action): Fix[] => {
        const edits = action.edit?.changes?.[plugin.uri];
        if (!edits) return [];
        return [
          {
            title: action.title,
            safe: action.isPreferred ?? false,
            edits: edits.map(({ range, newText }) => ({
              from: offsetOf(doc, range.start),
              to: offsetOf(doc, range.end),
              insert: newText,
            })),
          },
        ];
      });
    return {
      code: found.code === undefined ? null : String(found.code),
      severity: severities[found.severity ?? 1] ?? "error",
      message: found.message,
      help: found.data?.help ?? null,
      from: plugin.unsyncedChanges.mapPos(offsetOf(doc, found.range.start)),
      to: plugin.unsyncedChanges.mapPos(offsetOf(doc, found.range.end)),
      fixes,
    };
  });
}

/** Shows the findings at once, and their fixes as soon as the server has told them. */
const findings: LSPClientExtension = {
  clientCapabilities: {
    textDocument: {
      publishDiagnostics: { versionSupport: true, codeDescriptionSupport: true, dataSupport: true },
      codeAction: {
        codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } },
        isPreferredSupport: true,
      },
    },
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
      const doc = plugin.syncedDoc;
      const show = (actions: readonly CodeAction[]) =>
        view.dispatch(problemsFound(view.state, doc, findingsOf(plugin, diagnostics, actions)));
      show([]);
      if (diagnostics.length === 0 || !client.serverCapabilities?.codeActionProvider) return true;
      const range = { start: { line: 0, character: 0 }, end: plugin.toPosition(doc.length, doc) };
      client
        .request<object, CodeAction[] | null>("textDocument/codeAction", {
          textDocument: { uri },
          range,
          context: { diagnostics },
        })
        .then(
          (actions) => {
            if (actions && plugin.syncedDoc.eq(doc)) show(actions);
          },
          // Without an answer the findings stay, and so does what their help says.
          () => undefined,
        );
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
