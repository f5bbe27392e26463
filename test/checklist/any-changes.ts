import fc from 'fast-check';
import type { ItemChange } from '../../src/checklist/item-change.js';
import { aPerson } from './a-run.js';

const person = fc.constantFrom('U1', 'U2', 'U3').map((id) => aPerson(id));

/** Presses of every kind on so many items, in any order of their sequence, no two of which are the same. */
export function anyChanges(items: number, maxLength = 30): fc.Arbitrary<ItemChange[]> {
  const wish = fc.oneof(
    fc.record({
      part: fc.constant('state' as const),
      outcome: fc.constantFrom(
        { kind: 'open' as const },
        { kind: 'done' as const },
        { kind: 'skipped' as const, reason: 'not ours' },
        { kind: 'skipped' as const, reason: 'later' },
      ),
    }),
    fc.record({ part: fc.constant('assignee' as const), assignee: fc.option(person, { nil: undefined }) }),
    fc.record({ part: fc.constant('due' as const), due: fc.constantFrom('2026-11-20', '2026-12-01', undefined) }),
    fc.record({ part: fc.constant('note' as const), note: fc.constantFrom('ask first', 'call Ben', undefined) }),
  );
  const place = fc.record({
    item: fc.integer({ min: 1, max: items }).map((number) => `i${number}`),
    by: person,
    sequence: fc.integer({ min: 1, max: 1_000 }),
  });
  return fc
    .uniqueArray(fc.tuple(place, wish), { selector: ([{ sequence }]) => sequence, maxLength })
    .map((all) => all.map(([where, what]) => ({ ...where, ...what, at: new Date(where.sequence * 1000) })));
}
