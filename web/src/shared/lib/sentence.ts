/** A clause of the rule language's explanations as a sentence of its own: it begins with a capital. */
export function sentence(clause: string): string {
  return clause.charAt(0).toLocaleUpperCase() + clause.slice(1);
}
