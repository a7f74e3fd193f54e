// Whether something is shown is asked tens of thousands of times by queries by role, and jsdom answers each time by
// matching every rule of its own stylesheet. No other stylesheet is loaded here, so what an element looks like depends
// on its kind and its own style alone: the first is asked of jsdom once per kind. Everything else jsdom answers itself.

const thorough = window.getComputedStyle.bind(window);
const ofKind = new Map<string, string>();
/** The attributes that jsdom's stylesheet looks at. */
const telling = ["hidden", "open", "type"];

function displayOf(element: Element): string {
  const own = (element as HTMLElement).style?.display;
  if (own) return own;
  const kind = [
    element.namespaceURI,
    element.localName,
    ...telling.map((name) => element.getAttribute(name)),
  ];
  const key = kind.join();
  let display = ofKind.get(key);
  if (display === undefined) {
    const bare = document.createElementNS(element.namespaceURI, element.localName);
    for (const name of telling) {
      const value = element.getAttribute(name);
      if (value !== null) bare.setAttribute(name, value);
    }
    display = thorough(bare).display;
    ofKind.set(key, display);
  }
  return display;
}

/** What children take over from their parents. */
function inherited(element: Element, name: "visibility" | "pointerEvents", initial: string): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const own = (at as HTMLElement).style?.[name];
    if (own) return own;
  }
  return initial;
}

const quick: Record<string, (element: Element) => string> = {
  display: displayOf,
  visibility: (element) => inherited(element, "visibility", "visible"),
  pointerEvents: (element) => inherited(element, "pointerEvents", "auto"),
  // Of pseudo-elements, which nothing here styles.
  content: () => "",
};
/** What those ask who place an element beside another, and what jsdom's stylesheet says of none that they ask about. */
const placing = [
  ...["position", "transform", "translate", "scale", "rotate", "perspective", "opacity"],
  ...[
    "overflow",
    "overflowX",
    "overflowY",
    "filter",
    "backdropFilter",
    "willChange",
    "contain",
    "containerType",
  ],
];
for (const name of placing) {
  quick[name] = (element) => String(Reflect.get((element as HTMLElement).style ?? {}, name) ?? "");
}

export function answerComputedStyleQuickly(): void {
  window.getComputedStyle = (element: Element) => {
    let style: CSSStyleDeclaration | undefined;
    const all = () => {
      style ??= thorough(element);
      return style;
    };
    const propertyValue = (name: string) => quick[name]?.(element) ?? all().getPropertyValue(name);
    return new Proxy({} as CSSStyleDeclaration, {
      get: (_, name) => {
        if (name === "getPropertyValue") return propertyValue;
        if (typeof name === "string" && Object.hasOwn(quick, name)) return quick[name]?.(element);
        const value = Reflect.get(all(), name);
        return typeof value === "function" ? value.bind(all()) : value;
      },
    });
  };
}

export { thorough as thoroughComputedStyle };
