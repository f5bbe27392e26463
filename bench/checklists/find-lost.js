/**
 * The acknowledged presses that the run does not hold. Each press has a sequence of its own, so for each item the database must have applied
 * the newest acknowledged press or a later one, and be in the state that just that press asked for.
 */
export function findLost(run, presses) {
  return run.items.flatMap(({ id, state, latestPress }) => {
    const mine = presses.filter(({ item }) => item === id);
    const newest = Math.max(
      0,
      ...mine.filter(({ outcome }) => outcome === 'acknowledged').map(({ sequence }) => sequence),
    );
    const has = latestPress.state ?? 0;
    if (has < newest) {
      return mine.filter(({ outcome, sequence }) => outcome === 'acknowledged' && sequence > has);
    }
    const last = mine.find(({ sequence }) => sequence === has);
    if (has === 0 && newest === 0) return [];
    return last !== undefined && last.done === (state.kind === 'done') ? [] : [last ?? { item: id, sequence: has }];
  });
}
