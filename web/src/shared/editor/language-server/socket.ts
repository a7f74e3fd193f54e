// The line to the language server: a WebSocket that comes back by itself. Each connection gets a fresh client, because what
// the server knew about the text ended with the old one.
import type { Transport } from "@codemirror/lsp-client";

/** `away` is a state of its own, not an error: the text can be written all the same. */
export type ServerState = "connecting" | "live" | "away";

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
/** A line that does not open within this time does not open. */
const OPEN_MS = 10_000;
/** A connection that held this long was a good one: the next loss begins with the first delay again. */
const STEADY_MS = 10_000;

interface Line {
  url: string;
  /** Called for each connection that opens; what it returns is called when that connection ends. */
  onOpen: (transport: Transport, live: () => void) => () => void;
  onState: (state: ServerState) => void;
}

/** The address of the language server, beside the API. */
export function languageServerUrl(): string {
  const url = new URL("/api/v1/lsp", window.location.origin);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** Keeps the line open until the returned function is called. */
export function holdLine({ url, onOpen, onState }: Line): () => void {
  let socket: WebSocket | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let ended = false;

  const open = () => {
    retry = undefined;
    const current = new WebSocket(url);
    socket = current;
    const handlers = new Set<(message: string) => void>();
    let close: (() => void) | undefined;
    let opened = 0;
    const patience = setTimeout(() => current.close(), OPEN_MS);
    const transport: Transport = {
      // A message to a line that is gone has no reader; the next connection begins with the whole text.
      send: (message) => {
        if (current.readyState === WebSocket.OPEN) current.send(message);
      },
      subscribe: (handler) => void handlers.add(handler),
      unsubscribe: (handler) => void handlers.delete(handler),
    };
    current.addEventListener("open", () => {
      clearTimeout(patience);
      opened = Date.now();
      close = onOpen(transport, () => {
        if (!ended && socket === current) onState("live");
      });
    });
    current.addEventListener("message", ({ data }) => {
      if (typeof data !== "string") return;
      for (const handler of handlers) handler(data);
    });
    current.addEventListener("close", () => {
      clearTimeout(patience);
      close?.();
      if (ended || socket !== current) return;
      if (opened > 0 && Date.now() - opened > STEADY_MS) failures = 0;
      onState("away");
      failures += 1;
      const delay = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
      // Many editors that lost the same server do not come back in the same instant.
      retry = setTimeout(open, delay * (0.75 + Math.random() / 2));
    });
  };
  const atOnce = () => {
    if (retry === undefined) return;
    clearTimeout(retry);
    open();
  };
  window.addEventListener("online", atOnce);
  onState("connecting");
  open();

  return () => {
    ended = true;
    clearTimeout(retry);
    window.removeEventListener("online", atOnce);
    socket?.close();
  };
}
