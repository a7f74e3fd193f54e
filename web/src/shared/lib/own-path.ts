/** The path of an address if it lies on this site, as the browser would resolve it; undefined for anything else. */
export function ownPath(address: unknown): string | undefined {
  if (typeof address !== "string" || !address.startsWith("/")) return undefined;
  const { origin } = window.location;
  if (!URL.canParse(address, origin)) return undefined;
  const url = new URL(address, origin);
  return url.origin === origin ? url.pathname + url.search + url.hash : undefined;
}
