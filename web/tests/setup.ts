import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, beforeEach, expect, type MockInstance, vi } from "vitest";
import "../src/shared/i18n";
import { useDecided } from "../src/features/actions/model/decided";
import { usePreferences } from "../src/shared/preferences";
import { answerComputedStyleQuickly } from "./computed-style";
import { server } from "./server";

// A busy machine takes its time; what never comes still fails.
configure({ asyncUtilTimeout: 8_000 });

answerComputedStyleQuickly();

// What jsdom does not have and the component library asks for.
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver = Observer as unknown as typeof ResizeObserver;
Element.prototype.scrollIntoView = () => {};
Element.prototype.scrollTo = () => {};
// Nothing is laid out here; what scrolls has the height of a desk's window, so that long lists show their first rows.
for (const side of ["offsetHeight", "clientHeight"] as const) {
  Object.defineProperty(HTMLElement.prototype, side, {
    configurable: true,
    get(this: HTMLElement) {
      return this.id === "content" || this.matches("[data-inbox-list]") ? 900 : 0;
    },
  });
}
globalThis.CSS ??= {} as typeof CSS;
CSS.escape ??= (text: string) => text.replace(/[^\w-]/g, "\\$&");
window.scrollTo = () => {};
Object.defineProperty(document, "fonts", { value: { addEventListener() {}, removeEventListener() {} } });

/** Tests run on a desk's screen unless they say otherwise. */
export function setWidth(pixels: number): void {
  window.matchMedia = (query: string) => {
    const limit = /max-width:\s*([\d.]+)em/.exec(query)?.[1];
    return {
      media: query,
      matches: limit !== undefined && pixels <= Number(limit) * 16,
      onchange: null,
      addEventListener() {},
      removeEventListener() {},
      addListener() {},
      removeListener() {},
      dispatchEvent: () => false,
    };
  };
}
setWidth(1440);

/** A stream that opens and says nothing: tests that are about hints send them through `emit`. */
export class TestEventSource extends EventTarget {
  static latest: TestEventSource | undefined;
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  readyState = TestEventSource.OPEN;
  constructor() {
    super();
    TestEventSource.latest = this;
    queueMicrotask(() => this.dispatchEvent(new Event("open")));
  }
  emit(topic: string) {
    this.dispatchEvent(
      new MessageEvent("hint", { data: JSON.stringify({ topic, ref: null, version: null }) }),
    );
  }
  close() {
    this.readyState = TestEventSource.CLOSED;
  }
}
globalThis.EventSource = TestEventSource as unknown as typeof EventSource;

/** Of two rows with one key React may drop one, and only warns. */
const warnsOfEqualKeys = ([text]: unknown[]) => String(text).includes("two children with the same key");
let errors: MockInstance<typeof console.error>;

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => {
  errors = vi.spyOn(console, "error");
});
afterEach(() => {
  cleanup();
  const equalKeys = errors.mock.calls.filter(warnsOfEqualKeys);
  errors.mockRestore();
  server.resetHandlers();
  useDecided.getState().clear();
  usePreferences.setState({ singleKeys: true });
  localStorage.clear();
  setWidth(1440);
  expect(equalKeys).toEqual([]);
});
afterAll(() => server.close());
