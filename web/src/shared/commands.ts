// A command is data. The key listener, the palette, the list of shortcuts and the buttons all read the same one,
// so that a permission or a shortcut is written down once.

import { useEffect, useId, useLayoutEffect, useState } from "react";
import { i18next } from "./i18n";
import { usePreferences } from "./preferences";
import type { Icon } from "./ui/icons";

export interface Command {
  id: string;
  label: string;
  icon?: Icon;
  /** `j`, `ArrowDown`, `Shift+J`, `Mod+K`, `?`; the first is the one that is shown. */
  keys: readonly string[];
  /** Held down it goes on; without this a held key acts once, so that nothing is approved by a heavy finger. */
  repeats?: boolean;
  /** Arrow keys and Enter belong to whatever has the focus; they act only where this says so. */
  when?: (target: Element) => boolean;
  enabled: boolean;
  /** Where the palette offers it by name: with what is on the page, or with the desk's rooms. Without it, by key only. */
  palette?: "page" | "desk";
  perform: () => void;
}

const registry = new Map<string, readonly Command[]>();
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

/** Offers these commands while the caller is on the page. */
export function useCommands(commands: readonly Command[]): void {
  const group = useId();
  useLayoutEffect(() => {
    registry.set(group, commands);
    changed();
  });
  useEffect(
    () => () => {
      registry.delete(group);
      changed();
    },
    [group],
  );
}

/** All commands of the page at this moment; what came last stands first. */
export function currentCommands(): Command[] {
  return [...registry.values()].reverse().flat();
}

/** The commands of the page as they come and go, while `following`; after that, the last ones. */
export function useCurrentCommands(following: boolean): readonly Command[] {
  const [commands, setCommands] = useState<readonly Command[]>([]);
  useLayoutEffect(() => {
    if (!following) return;
    const read = () => setCommands(currentCommands());
    read();
    listeners.add(read);
    return () => void listeners.delete(read);
  }, [following]);
  return commands;
}

const apple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

function pressed(event: KeyboardEvent): string {
  const mod = event.metaKey || event.ctrlKey;
  const letter = event.key.length === 1 && /\p{L}/u.test(event.key);
  const key = letter ? (event.shiftKey || mod ? event.key.toUpperCase() : event.key) : event.key;
  return `${mod ? "Mod+" : ""}${event.shiftKey && (letter || event.key.length > 1) ? "Shift+" : ""}${key}`;
}

/** How a key is written for people: `⌘ K`, `Ctrl K`, `↓`. */
export function keyCaps(key: string): string[] {
  const names: Record<string, string> = {
    Mod: apple ? "⌘" : i18next.t("editor.control"),
    Shift: "⇧",
    ArrowDown: "↓",
    ArrowUp: "↑",
    Enter: "↵",
    Escape: "Esc",
  };
  return key.split("+").map((part) => names[part] ?? part.toUpperCase());
}

function typing(target: Element): boolean {
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target as HTMLElement).isContentEditable
  );
}

/** Dispatches key presses to commands. Mounted once, by the shell. */
export function useCommandKeys(): void {
  const singleKeys = usePreferences((preferences) => preferences.singleKeys);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      const target = event.target instanceof Element ? event.target : document.body;
      const key = pressed(event);
      const plain = !key.startsWith("Mod+");
      if (plain && (typing(target) || target.closest('[role="dialog"], [role="menu"]'))) return;
      const character = plain && event.key.length === 1;
      if (character && !singleKeys) return;
      const command = currentCommands().find(
        (each) => each.enabled && each.keys.includes(key) && (each.when?.(target) ?? true),
      );
      if (!command) return;
      event.preventDefault();
      if (event.repeat && !command.repeats) return;
      command.perform();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [singleKeys]);
}
