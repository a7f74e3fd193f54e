// The platform's sign-in page of a connection that was begun in this tab. It is kept until the tab is closed, so that
// who comes back from the platform by the browser's own button can go there again.
const key = (connection: string) => `adjutant-consent-${connection}`;

export function keepConsent(connection: string, url: string): void {
  try {
    sessionStorage.setItem(key(connection), url);
  } catch {
    // Without storage the sign-in is begun anew.
  }
}

/** Where the platform asks for consent; undefined in another tab, where the sign-in has to be begun anew. */
export function consentOf(connection: string): string | undefined {
  try {
    return sessionStorage.getItem(key(connection)) ?? undefined;
  } catch {
    return undefined;
  }
}
