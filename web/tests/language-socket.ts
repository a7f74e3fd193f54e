import { makeLanguageServer } from "#mock/language-server";

/** A WebSocket whose other end is the simulated language server; tests drop it and let it come back. */
export class LanguageSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  /** Every line that was opened, the latest last. */
  static lines: LanguageSocket[] = [];
  /** While it is away, nothing opens. */
  static away = false;

  readyState = LanguageSocket.CONNECTING;
  readonly sent: { method?: string }[] = [];
  readonly #server = makeLanguageServer((data) =>
    queueMicrotask(() => {
      if (this.readyState === LanguageSocket.OPEN) this.dispatchEvent(new MessageEvent("message", { data }));
    }),
  );

  constructor(readonly url: string) {
    super();
    LanguageSocket.lines.push(this);
    queueMicrotask(() => {
      if (LanguageSocket.away) return this.close();
      this.readyState = LanguageSocket.OPEN;
      this.dispatchEvent(new Event("open"));
    });
  }

  send(message: string): void {
    this.sent.push(JSON.parse(message) as { method?: string });
    this.#server(message);
  }

  close(): void {
    if (this.readyState === LanguageSocket.CLOSED) return;
    this.readyState = LanguageSocket.CLOSED;
    this.dispatchEvent(new Event("close"));
  }

  static reset(): void {
    LanguageSocket.lines = [];
    LanguageSocket.away = false;
  }
}
