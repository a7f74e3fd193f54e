import { useCallback, useEffect, useRef, useState } from "react";
import { type Draft, dropDraft, keepDraft, readDraft } from "../../model/draft";

/** A draft is written when nobody has typed for this long, and at once when the tab is put away. */
const SETTLED_MS = 300;

/** What a text begins from: the saved version, or what a new rule starts with. */
export interface Base {
  text: string;
  overrides: Record<string, string>;
  /** 0 for a rule that is not saved yet. */
  version: number;
}

export interface Writing {
  text: string;
  overrides: Record<string, string>;
  /** The version that the writing began on. */
  base: Base;
  dirty: boolean;
  /** When the text that came back after a reload was written; undefined when none did. */
  restored: number | undefined;
  setText: (text: string) => void;
  setOverrides: (overrides: Record<string, string>) => void;
  /** Goes on from another base: a version that was saved, or one that somebody else did. */
  begin: (base: Base, keep: "the text" | "nothing") => void;
  forgetRestored: () => void;
}

const sameOverrides = (a: Record<string, string>, b: Record<string, string>) =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

const differs = (state: { text: string; overrides: Record<string, string> }, base: Base) =>
  state.text !== base.text || !sameOverrides(state.overrides, base.overrides);

interface State {
  text: string;
  overrides: Record<string, string>;
  base: Base;
  restored: number | undefined;
}

function begun(key: string, base: Base, fresh: boolean): State {
  const draft = readDraft(key);
  const found = draft && differs(draft, base) ? draft : undefined;
  // A draft on an older version keeps that version as its base, so that saving it cannot undo somebody's work unseen.
  const from =
    found && found.base !== base.version && base.version > 0 ? { ...base, version: found.base } : base;
  return {
    text: found?.text ?? base.text,
    overrides: found?.overrides ?? base.overrides,
    base: from,
    restored: found && !fresh ? found.at : undefined,
  };
}

/** A text over its saved version: what is written lives in the tab until it is saved. */
export function useWriting(key: string, start: Base, fresh: boolean): Writing {
  const [state, setState] = useState<State>(() => begun(key, start, fresh));
  const { text, overrides, base, restored } = state;
  const dirty = differs(state, base);

  const pending = useRef<Draft | undefined>(undefined);
  useEffect(() => {
    if (!dirty) {
      pending.current = undefined;
      dropDraft(key);
      return;
    }
    const draft = { text, overrides, base: base.version, at: Date.now() };
    pending.current = draft;
    const timer = setTimeout(() => keepDraft(key, draft), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [key, text, overrides, base.version, dirty]);
  useEffect(() => {
    const flush = () => {
      if (pending.current) keepDraft(key, pending.current);
    };
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [key]);

  return {
    text,
    overrides,
    base,
    dirty,
    restored,
    setText: useCallback((next) => setState((state) => ({ ...state, text: next })), []),
    setOverrides: useCallback((next) => setState((state) => ({ ...state, overrides: next })), []),
    begin: useCallback(
      (next, keep) =>
        setState((state) =>
          keep === "the text"
            ? { ...state, base: next }
            : { text: next.text, overrides: next.overrides, base: next, restored: undefined },
        ),
      [],
    ),
    forgetRestored: useCallback(() => setState((state) => ({ ...state, restored: undefined })), []),
  };
}
