// Imported before anything else: libraries that inject <style> elements at run time read the nonce from here.
declare global {
  var __webpack_nonce__: string | undefined;
}

/** The nonce of this answer's content security policy; empty where no policy is set, as on the development server. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

globalThis.__webpack_nonce__ = nonce;
