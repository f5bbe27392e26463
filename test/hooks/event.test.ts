import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changeItem, type Outcome } from '../../src/checklist/change-item.js';
import { withItem } from '../../src/checklist/change-run.js';
import { isComplete } from '../../src/checklist/progress.js';
import type { Run } from '../../src/checklist/run.js';
import { eventsOf, type HookEvent, payloadOf } from '../../src/hooks/event.js';
import { aPerson, aRun } from '../checklist/runs.js';

const at = new Date('2026-11-20T10:00:00.000Z');
const phases = [
  { id: 'before', title: 'Before' },
  { id: 'after', title: 'After' },
];

/** i1 and i2 in Before, of which i2 is optional; i3 in After; i4 in no phase. */
function phased(): Run {
  const run = aRun(4, { phases });
  const phaseOf: Record<string, string> = { i1: 'before', i2: 'before', i3: 'after' };
  return {
    ...run,
    items: run.items.map((item) => {
      const phase = phaseOf[item.id];
      return { ...item, ...(phase && { phase }), rules: item.id === 'i2' ? { optional: true } : {} };
    }),
  };
}

let sequence = 0;
function press(run: Run, item: string, outcome: Outcome = { kind: 'done' }): Run {
  sequence += 1;
  return changeItem(run, { field: 'state', item, outcome, by: aPerson('U2'), at, sequence }).run;
}

/** The events after each of the presses. */
function eventsAfter(start: Run, ...presses: (readonly [item: string, outcome?: Outcome])[]): HookEvent[][] {
  let before = start;
  return presses.map(([item, outcome]) => {
    const after = press(before, item, outcome);
    const events = eventsOf({ before, after, at });
    before = after;
    return events;
  });
}

function names(events: readonly HookEvent[]): string[] {
  return events.map((event) => {
    if (event.type === 'item.settled') return `${event.item.id} ${event.item.state}`;
    return event.type === 'phase.complete' ? `${event.phase.id} complete` : event.type;
  });
}

const open = { kind: 'open' } as const;

describe('what hooks are told', () => {
  it('is the start, each item that is settled, and each phase and the run when they are complete', () => {
    expect(names(eventsOf({ after: phased(), at }))).toEqual(['run.started']);
    expect(
      eventsAfter(phased(), ['i1'], ['i2', { kind: 'skipped', reason: 'not ours' }], ['i3'], ['i4']).map(names),
    ).toEqual([
      ['i1 done', 'before complete'],
      ['i2 skipped'],
      ['i3 done', 'after complete'],
      ['i4 done', 'run.complete'],
    ]);
  });

  it('is a completion once more after something was reopened, and nothing about the reopening', () => {
    expect(eventsAfter(phased(), ['i1'], ['i3'], ['i4'], ['i1', open], ['i1']).map(names).slice(2)).toEqual([
      ['i4 done', 'run.complete'],
      [],
      ['i1 done', 'before complete', 'run.complete'],
    ]);
  });

  it('is nothing about a press that changes nothing, other evidence, a note or an added item', () => {
    expect(
      eventsAfter(phased(), ['i1'], ['i1'], ['i1', { kind: 'done', evidence: 'https://x.test' }]).map(names),
    ).toEqual([['i1 done', 'before complete'], [], []]);
    const run = phased();
    const noted = changeItem(run, { field: 'note', note: 'x', item: 'i1', by: aPerson(), at });
    expect(eventsOf({ before: run, after: noted.run, at })).toEqual([]);
    const added = withItem(run, { id: 'new', title: 'New', by: aPerson(), at });
    expect(eventsOf({ before: run, after: added.run, at })).toEqual([]);
  });

  it('is with the start what is complete because nothing in it applies', () => {
    const run = phased();
    const items = run.items.map((item) =>
      item.phase === 'after' ? { ...item, doesNotApply: 'type is hotfix' } : item,
    );
    expect(names(eventsOf({ after: { ...run, items }, at }))).toEqual(['run.started', 'after complete']);
  });

  it('is an item with its sub-items when a press on it settles them', () => {
    const run = aRun(3);
    const items = run.items.map((item, index) => (index === 0 ? item : { ...item, parent: 'i1' }));
    expect(eventsAfter({ ...run, items }, ['i2'], ['i3']).map(names)).toEqual([
      ['i2 done'],
      ['i1 done', 'i3 done', 'run.complete'],
    ]);
  });

  it('says who settled an item, with evidence or reason', () => {
    const evidence = 'https://ci.test/1';
    const [done, skipped] = eventsAfter(
      phased(),
      ['i1', { kind: 'done', evidence }],
      ['i3', { kind: 'skipped', reason: 'later' }],
    );
    const by = { id: 'U2', name: 'Name of U2' };
    expect(done?.[0]).toMatchObject({ item: { title: 'Step 1', phase: 'before', by, evidence, reason: null } });
    expect(skipped?.[0]).toMatchObject({ item: { phase: 'after', by, evidence: null, reason: 'later' } });
  });

  it('matches what is complete after any order of settling and reopening', () => {
    const items = fc.constantFrom('i1', 'i2', 'i3', 'i4');
    const outcome = fc.constantFrom<Outcome>(open, { kind: 'done' }, { kind: 'skipped', reason: 'no' });
    fc.assert(
      fc.property(fc.array(fc.tuple(items, outcome), { maxLength: 40 }), (presses) => {
        let run = phased();
        // What a receiver believes: complete when it was told so, open again when it sees that in the run.
        const told = new Map<string, boolean>();
        for (const [item, wanted] of presses) {
          const after = press(run, item, wanted);
          const events = eventsOf({ before: run, after, at });
          const truth = new Map([
            ...phases.map(
              ({ id }) => [id, isComplete({ items: after.items.filter(({ phase }) => phase === id) })] as const,
            ),
            ['run', isComplete(after)] as const,
          ]);
          for (const [what, complete] of truth) {
            const count = events.filter((event) =>
              what === 'run'
                ? event.type === 'run.complete'
                : event.type === 'phase.complete' && event.phase.id === what,
            ).length;
            expect(count).toBe(complete && !told.get(what) ? 1 : 0);
            told.set(what, complete);
          }
          const settled = events.filter(({ type }) => type === 'item.settled').length;
          const kindOf = (of: Run) => of.items.find(({ id }) => id === item)?.state.kind;
          expect(settled).toBe(kindOf(run) !== kindOf(after) && kindOf(after) !== 'open' ? 1 : 0);
          run = after;
        }
      }),
    );
  });

  it('is sent in the form that Standard Webhooks recommends', () => {
    const [started] = eventsOf({ after: aRun(1, { name: 'shop-api 2.4' }), at });
    const run = aRun(1, { name: 'shop-api 2.4' });
    expect(started && JSON.parse(payloadOf(started, run, 'https://acme.slack.com/archives/C1/p1'))).toEqual({
      type: 'run.started',
      timestamp: '2026-11-20T10:00:00.000Z',
      data: {
        run: {
          id: 'run-1',
          url: 'https://acme.slack.com/archives/C1/p1',
          page: 'platform-as-a-service',
          title: 'Platform-as-a-service',
          name: 'shop-api 2.4',
          channel: 'C1',
        },
      },
    });
    const [[settled] = []] = eventsAfter(aRun(1), ['i1']);
    expect(settled && JSON.parse(payloadOf(settled, aRun(1), null))).toMatchObject({
      data: { run: { url: null, name: null }, item: { id: 'i1', state: 'done' } },
    });
  });
});
