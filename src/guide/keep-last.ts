/**
 * What is worked out for a key, such as a page or a section, once while it is kept: of more than `most`, those that were worked
 * out first make room.
 */
export function keepLast<K, V>(most: number, workOut: (key: K) => V): (key: K) => V {
  const kept = new Map<K, V>();
  return (key) => {
    const before = kept.get(key);
    if (before !== undefined) return before;
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= most) kept.delete(oldest);
    const now = workOut(key);
    kept.set(key, now);
    return now;
  };
}
