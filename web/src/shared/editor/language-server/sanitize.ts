/** What the language server's Markdown may become; names of campaigns and parameters are in it, and anybody may write those. */
const allowed = new Set(
  "p br hr strong em b i code pre span ul ol li h1 h2 h3 h4 blockquote table thead tbody tr th td a".split(
    " ",
  ),
);

/** Keeps the text of everything and the markup of a few harmless elements; links lead to the web or to this site only. */
export function sanitizeHtml(html: string): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const element of [...body.querySelectorAll("*")]) {
    const name = element.localName;
    if (name === "script" || name === "style") {
      element.remove();
      continue;
    }
    if (!allowed.has(name)) {
      element.replaceWith(...element.childNodes);
      continue;
    }
    for (const { name: attribute } of [...element.attributes]) {
      if (attribute !== "class" && !(name === "a" && attribute === "href"))
        element.removeAttribute(attribute);
    }
    if (name === "a") {
      if (!/^(https?:\/\/|\/(?!\/)|#)/i.test(element.getAttribute("href") ?? ""))
        element.removeAttribute("href");
      element.setAttribute("rel", "noreferrer");
      element.setAttribute("target", "_blank");
    }
  }
  return body.innerHTML;
}
