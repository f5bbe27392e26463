import fc from 'fast-check';
import type { ItemChange } from '../../src/checklist/change-item.js';
import type { Person, Run } from '../../src/checklist/run.js';
import type { NewRun } from '../../src/checklist/run-store.js';
import { type Prepared, startRun } from '../../src/checklist/start-run.js';

export function aPerson(id = 'U1'): Person {
  return { id, name: `Name of ${id}` };
}

/** A checklist about to be posted, with as many items as asked for. */
export function aNewRun(items = 3, changes: Partial<NewRun> = {}): NewRun {
  return {
    installation: 'T1',
    id: 'run-1',
    channel: 'C1',
    page: 'platform-as-a-service',
    title: 'Platform-as-a-service',
    guideRevision: 'r1',
    postedBy: aPerson('U1'),
    postedAt: new Date('2026-11-20T09:00:00.000Z'),
    checklist: 'checklist',
    phases: [],
    variables: {},
    roles: [{ name: 'lead', holder: aPerson('U1') }],
    managedByAnyone: true,
    leftOut: [],
    items: Array.from({ length: items }, (_, index) => ({
      id: `i${index + 1}`,
      title: `Step ${index + 1}`,
      titleContent: [{ type: 'text', value: `Step ${index + 1}` }],
      detail: [{ type: 'paragraph', children: [{ type: 'text', value: `How to do step ${index + 1}` }] }],
      rules: {},
    })),
    ...changes,
  };
}

export function aRun(items = 3, changes: Partial<NewRun> = {}): Run {
  return startRun(aNewRun(items, changes));
}

/** The run of a checklist whose variables are all right. */
export function prepared(result: Prepared): NewRun {
  if ('problems' in result) throw new Error(`The run cannot start: ${JSON.stringify(result.problems)}`);
  return result.run;
}

const person = fc.constantFrom('U1', 'U2', 'U3').map((id) => aPerson(id));

/** Presses of every kind on so many items, in any order of their sequence, no two of which are the same. */
export function anyChanges(items: number, maxLength = 30): fc.Arbitrary<ItemChange[]> {
  const wish = fc.oneof(
    fc.record({
      field: fc.constant('state' as const),
      outcome: fc.constantFrom(
        { kind: 'open' as const },
        { kind: 'done' as const },
        { kind: 'skipped' as const, reason: 'not ours' },
        { kind: 'skipped' as const, reason: 'later' },
      ),
    }),
    fc.record({ field: fc.constant('assignee' as const), assignee: fc.option(person, { nil: undefined }) }),
    fc.record({ field: fc.constant('due' as const), due: fc.constantFrom('2026-11-20', '2026-12-01', undefined) }),
    fc.record({ field: fc.constant('note' as const), note: fc.constantFrom('ask first', 'call Ben', undefined) }),
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
