// The server's event stream carries hints ("actions changed"), never data: a hint makes the queries of its topic
// stale, and those on the page are read again. A stream that is lost is shown with the age of what is on the page.
import type { QueryClient } from "@tanstack/react-query";
import { create } from "zustand";
import type { EventHint } from "../api/types";

export type StreamState = { state: "connecting" } | { state: "live" } | { state: "lost"; since: number };

export const useStream = create<{ stream: StreamState }>(() => ({ stream: { state: "connecting" } }));

/** Hints within this span are answered by one round of reading. */
const BATCH_MS = 250;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

function lost(): void {
  useStream.setState(({ stream }) =>
    stream.state === "lost" ? { stream } : { stream: { state: "lost", since: Date.now() } },
  );
}

/** Follows the stream until the returned function is called. */
export function followEvents(queries: QueryClient, url = "/api/v1/events"): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let flush: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const topics = new Set<string>();

  const refetch = () => {
    flush = undefined;
    const due = new Set(topics);
    topics.clear();
    void queries.invalidateQueries({
      predicate: ({ queryKey, meta }) =>
        due.has(String(queryKey[0])) ||
        (Array.isArray(meta?.topics) && meta.topics.some((topic) => due.has(topic))),
    });
  };
  const hint = (message: MessageEvent<string>) => {
    let event: EventHint;
    try {
      event = JSON.parse(message.data) as EventHint;
    } catch {
      return;
    }
    topics.add(event.topic);
    flush ??= setTimeout(refetch, BATCH_MS);
  };
  const everything = () => {
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
  };

  const open = () => {
    source = new EventSource(url);
    source.addEventListener("open", () => {
      // What happened while the stream was away is not known, so all that is on the page is read again.
      if (failures > 0) everything();
      failures = 0;
      useStream.setState({ stream: { state: "live" } });
    });
    source.addEventListener("hint", hint);
    source.addEventListener("resync", everything);
    source.addEventListener("error", () => {
      lost();
      failures += 1;
      // The browser retries by itself, except after an answer that is not a stream: then it is closed for good.
      if (source?.readyState !== EventSource.CLOSED) return;
      void queries.invalidateQueries({ queryKey: ["session"] });
      retry = setTimeout(open, Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)));
    });
  };
  open();

  return () => {
    source?.close();
    clearTimeout(retry);
    clearTimeout(flush);
    useStream.setState({ stream: { state: "connecting" } });
  };
}
