/** What has the same key stands together: keys and members in the order in which they come. */
export function grouped<T>(list: readonly T[], keyOf: (each: T) => string): [string, readonly [T, ...T[]]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const each of list) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups];
}
