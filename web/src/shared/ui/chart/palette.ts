// The desk's colours as a drawing needs them: resolved, because it knows no custom properties.

const tokens = {
  text: "--adj-text",
  dim: "--adj-dim",
  line: "--adj-border",
  axis: "--adj-border-strong",
  surface: "--adj-raised",
  shade: "--adj-sunken",
  first: "--adj-brand",
  second: "--adj-positive",
  third: "--adj-caution",
  before: "--adj-faint",
  rule: "--adj-brand",
  person: "--adj-positive",
  outside: "--adj-caution",
  undo: "--adj-info",
  fired: "--adj-positive",
  stopped: "--adj-critical",
  turn: "--adj-info",
  simulated: "--adj-info-soft",
} as const;

export type Colours = Record<keyof typeof tokens, string>;

/** Reads each colour as it is in force at `host`; `light-dark()` is resolved only on a real property. */
export function coloursOf(host: HTMLElement): Colours {
  const probe = document.createElement("span");
  host.append(probe);
  const colours = Object.fromEntries(
    Object.entries(tokens).map(([name, token]) => {
      probe.style.color = `var(${token})`;
      return [name, getComputedStyle(probe).color];
    }),
  ) as Colours;
  probe.remove();
  return colours;
}
