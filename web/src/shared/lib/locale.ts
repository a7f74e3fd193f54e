/** The reader's own English (dates and separators differ between en-US and en-GB); texts are English either way. */
export function locale(): string {
  const wanted = typeof navigator === "undefined" ? [] : navigator.languages;
  return wanted.find((tag) => tag.toLowerCase().startsWith("en-")) ?? "en-GB";
}
