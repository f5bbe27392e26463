import type { ItemState, Person, Run, RunItem } from '../../../src/checklist/run.js';
import { newRunFrom, startRun } from '../../../src/checklist/start-run.js';
import type { Checklist, Page } from '../../../src/guide/page.js';
import { prepared } from '../../checklist/runs.js';

export const postedAt = new Date('2026-11-20T12:00:00Z');
export const ada: Person = { id: 'U0ADA', name: 'Ada | <Lovelace>' };

/** The worst possible input: as long as the fields allow, and full of mrkdwn markup. */
function worst(length: number): string {
  return '<!channel> *&* _<@U1>_ `x` ~y~ '.repeat(40).slice(0, length);
}
const people: Person[] = Array.from({ length: 30 }, (_, n) => ({ id: `U0${n}`, name: `${worst(70)} ${n}` }));
function someone(n: number): Person {
  return people[n % people.length] ?? ada;
}

function states(n: number): ItemState[] {
  return [
    { kind: 'open' },
    { kind: 'done', by: someone(n), at: new Date(postedAt.getTime() + n * 60_000) },
    { kind: 'skipped', by: someone(n + 7), at: new Date(postedAt.getTime() + n * 60_000), reason: worst(300) },
  ];
}

function worked(item: RunItem, n: number, state: ItemState): RunItem {
  return {
    ...item,
    state,
    assignee: { ...someone(n + 3), by: someone(n + 4) },
    due: '2026-11-24',
    note: worst(1_000),
  };
}

export const conditions = ['fresh', 'half done', 'mixed', 'all done', 'all skipped', 'archived'] as const;

/** The first choice of each variable that must have a value, or a number. */
function valuesFor({ variables }: Checklist): Record<string, string> {
  return Object.fromEntries(
    variables.flatMap(({ name, required, choices }) => (required ? [[name, choices?.[0] ?? '18']] : [])),
  );
}

/** A run of the page's checklist that a team has worked on; undefined if the page has no checklist. */
export function postedRun(
  page: Page,
  condition: (typeof conditions)[number] | 'ticked',
  name?: string,
): Run | undefined {
  const [checklist] = page.checklists;
  if (checklist === undefined) return undefined;
  const where = {
    installation: 'T1',
    id: '9f6c8d1e-0000-4000-8000-000000000001',
    channel: 'C1',
    guideRevision: 'older',
  };
  const run = startRun(
    prepared(
      newRunFrom(page, checklist, {
        ...where,
        postedBy: ada,
        postedAt,
        variables: valuesFor(checklist),
        ...(name && { name }),
      }),
    ),
  );
  const stateOf = (n: number): ItemState => {
    const [open, done, skipped] = states(n) as [ItemState, ItemState, ItemState];
    switch (condition) {
      case 'fresh':
        return open;
      case 'ticked':
        return { kind: 'done', by: { id: 'U0ADA00001', name: 'Ada Obi' }, at: postedAt };
      case 'half done':
        return n < run.items.length / 2 ? done : open;
      case 'all done':
        return done;
      case 'all skipped':
        return skipped;
      default:
        return states(n)[(n * 7) % 3] ?? open;
    }
  };
  const items = run.items.map((item, n) => {
    if (condition === 'fresh' || condition === 'ticked') return { ...item, state: stateOf(n) };
    return worked(item, n, stateOf(n));
  });
  return {
    ...run,
    message: '1763640000.000100',
    items,
    ...(condition.startsWith('all') && { completedAt: new Date(postedAt.getTime() + 7_800_000) }),
    ...(condition === 'archived' && { archivedAt: postedAt, archivedBy: someone(1) }),
  };
}
