import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changeItem, type ItemChange, type Outcome, sequenceOf } from '../../src/checklist/change-item.js';
import { ItemNotFound } from '../../src/checklist/errors.js';
import { isComplete, progressOf } from '../../src/checklist/progress.js';
import type { Run } from '../../src/checklist/run.js';
import { anyChanges, aPerson, aRun } from './runs.js';

function at(second: number): Date {
  return new Date(Date.UTC(2026, 10, 20, 9, 0, second));
}
const DONE: Outcome = { kind: 'done' };
const OPEN: Outcome = { kind: 'open' };
const SKIPPED: Outcome = { kind: 'skipped', reason: 'not ours' };
function press(item: string, outcome: Outcome, second: number, by = 'U1'): ItemChange {
  return {
    field: 'state',
    item,
    outcome,
    by: aPerson(by),
    at: at(second),
    sequence: second,
  };
}
function afterwards(run: Run, ...changes: ItemChange[]): Run {
  return changes.reduce((state, change) => changeItem(state, change).run, run);
}
function itemOf(run: Run, id: string) {
  return run.items.find((item) => item.id === id);
}

/** What a person sees of the items: everything but who pressed last without an effect. */
function shown({ items }: Run) {
  return items.map(({ latestPress: _, ...item }) => item);
}

describe('setting an item', () => {
  it('stores who did it and when', () => {
    const run = afterwards(aRun(), press('i2', DONE, 5, 'U7'));
    expect(itemOf(run, 'i2')?.state).toEqual({ kind: 'done', by: aPerson('U7'), at: at(5) });
    expect(run.wantedVersion).toBe(aRun().wantedVersion + 1);
  });

  it('stores why an item was skipped, and replaces the reason', () => {
    const run = afterwards(aRun(), press('i2', SKIPPED, 5, 'U7'));
    expect(itemOf(run, 'i2')?.state).toEqual({ ...SKIPPED, by: aPerson('U7'), at: at(5) });
    const other = afterwards(run, press('i2', { kind: 'skipped', reason: 'done last week' }, 6, 'U8'));
    expect(itemOf(other, 'i2')?.state).toMatchObject({ reason: 'done last week', by: aPerson('U8') });
  });

  it('changes nothing if the item already has that state, so the first person keeps the credit', () => {
    const run = afterwards(aRun(), press('i1', DONE, 1, 'U1'));
    const again = changeItem(run, press('i1', DONE, 9, 'U2'));
    expect(again.changed).toBe(false);
    expect(shown(again.run)).toEqual(shown(run));
    expect(changeItem(aRun(), press('i1', OPEN, 9)).changed).toBe(false);
  });

  it('ignores an older press that arrives late, however often', () => {
    const run = afterwards(aRun(), press('i1', DONE, 5), press('i1', OPEN, 6));
    for (const late of [press('i1', DONE, 5), press('i1', SKIPPED, 4), press('i1', DONE, 6)]) {
      expect(afterwards(run, late, late, late)).toBe(run);
    }
  });

  it('takes what a dialog saves after every press so far and before every later one, whatever our clock says', () => {
    const { sequence: _, ...early } = press('i1', SKIPPED, -120, 'U2') as ItemChange & { field: 'state' };
    const run = afterwards(aRun(), press('i1', DONE, 5), press('i2', DONE, 7), early);
    expect(itemOf(run, 'i1')?.state.kind).toBe('skipped');
    expect(itemOf(afterwards(run, press('i1', OPEN, 7)), 'i1')?.state.kind).toBe('skipped');
    expect(itemOf(afterwards(run, press('i1', OPEN, 9)), 'i1')?.state.kind).toBe('open');
  });

  it('remembers a press that changed nothing, so that an older one cannot undo what it confirmed', () => {
    const run = afterwards(aRun(), press('i1', DONE, 1), press('i1', DONE, 9, 'U2'));
    expect(itemOf(afterwards(run, press('i1', OPEN, 5)), 'i1')?.state.kind).toBe('done');
  });

  it('sets when the run was completed, by doing and by skipping, and clears it when an item is reopened', () => {
    const almost = afterwards(aRun(2), press('i1', SKIPPED, 1));
    expect(almost.completedAt).toBeUndefined();
    const complete = afterwards(almost, press('i2', DONE, 7));
    expect(complete.completedAt).toEqual(at(7));
    expect(afterwards(complete, press('i1', DONE, 8)).completedAt).toEqual(at(7));
    const reopened = afterwards(complete, press('i1', OPEN, 8));
    expect('completedAt' in reopened).toBe(false);
    expect(itemOf(reopened, 'i2')?.state).toEqual({ kind: 'done', by: aPerson('U1'), at: at(7) });
  });

  it('refuses an item that the run does not have, and names both', () => {
    expect(() => changeItem(aRun(), press('i9', DONE, 1))).toThrow(ItemNotFound);
    expect(() => changeItem(aRun(), press('i9', DONE, 1))).toThrow('Run run-1 has no item i9');
  });

  it('starts updates of an undeliverable run again by a real change only', () => {
    const undeliverable = { ...afterwards(aRun(), press('i1', DONE, 1)), undeliverableReason: 'message_not_found' };
    expect(afterwards(undeliverable, press('i1', DONE, 2)).undeliverableReason).toBe('message_not_found');
    expect(afterwards(undeliverable, press('i2', DONE, 2)).undeliverableReason).toBeUndefined();
  });
});

describe('assigning, dating and annotating an item', () => {
  const who = { item: 'i1', by: aPerson('U1'), at: at(1) };

  it('stores the assignee and who assigned them, the due date and the note, and removes each again', () => {
    const run = afterwards(
      aRun(),
      { ...who, field: 'assignee', assignee: aPerson('U2') },
      { ...who, field: 'due', due: '2026-11-27' },
      { ...who, field: 'note', note: '  ask the hosting team ' },
    );
    expect(itemOf(run, 'i1')).toMatchObject({
      assignee: { ...aPerson('U2'), by: aPerson('U1') },
      due: '2026-11-27',
      note: 'ask the hosting team',
    });
    const later = { ...who, at: at(2) };
    const cleared = afterwards(
      run,
      { ...later, field: 'assignee', assignee: undefined },
      { ...later, field: 'due', due: undefined },
      { ...later, field: 'note', note: '   ' },
    );
    expect(shown(cleared)).toEqual(shown(aRun()));
  });

  it('refuses a day that does not exist', () => {
    for (const due of ['2026-02-30', '2026-1-1', 'tomorrow', '2026-11-27T09:00', '']) {
      expect(() => changeItem(aRun(), { ...who, field: 'due', due })).toThrow(RangeError);
    }
  });

  it('never undoes a tick when a note is saved, whichever arrives first', () => {
    const [tick, note]: ItemChange[] = [press('i1', DONE, 3), { ...who, field: 'note', note: 'later' }];
    expect(shown(afterwards(aRun(), tick as ItemChange, note as ItemChange))).toEqual(
      shown(afterwards(aRun(), note as ItemChange, tick as ItemChange)),
    );
  });
});

describe('any order and repetition of presses', () => {
  it('sets each field of each item as its latest press asked', () => {
    fc.assert(
      fc.property(anyChanges(3), (all) => {
        const run = afterwards(aRun(3), ...all);
        for (const item of run.items) {
          const newest = newestOf(all, item.id, 'state');
          expect(item.state.kind).toBe(newest?.field === 'state' ? newest.outcome.kind : 'open');
          const assigned = newestOf(all, item.id, 'assignee');
          expect(item.assignee?.id).toBe(assigned?.field === 'assignee' ? assigned.assignee?.id : undefined);
          const due = newestOf(all, item.id, 'due');
          expect(item.due).toBe(due?.field === 'due' ? due.due : undefined);
        }
      }),
    );
  });

  it('ends like the presses in their original order', () => {
    const disordered = anyChanges(3).chain((all) =>
      fc.record({
        inOrder: fc.constant(all.toSorted((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0))),
        delivered: fc.shuffledSubarray(
          all.flatMap((one) => [one, one, one]),
          { minLength: all.length * 3, maxLength: all.length * 3 },
        ),
      }),
    );
    fc.assert(
      fc.property(disordered, ({ inOrder, delivered }) => {
        const [serial, run] = [afterwards(aRun(3), ...inOrder), afterwards(aRun(3), ...delivered)];
        const outcomes = ({ items }: Run) =>
          items.map(({ state, assignee, due, note }) => [
            state.kind === 'skipped' ? state.reason : state.kind,
            assignee?.id,
            due,
            note,
          ]);
        expect(outcomes(run)).toEqual(outcomes(serial));
        expect(progressOf(run)).toEqual(progressOf(serial));
      }),
    );
  });

  it('is complete exactly when `completedAt` is set, and raises the version exactly when something visible changes', () => {
    fc.assert(
      fc.property(anyChanges(2), (all) => {
        let run = aRun(2);
        for (const change of all) {
          const next = changeItem(run, change);
          const differs = JSON.stringify(shown(next.run)) !== JSON.stringify(shown(run));
          expect(next.changed).toBe(differs);
          expect(next.run.wantedVersion - run.wantedVersion).toBe(differs ? 1 : 0);
          expect(next.run.completedAt !== undefined).toBe(isComplete(next.run));
          const open = next.run.items.filter(({ state }) => state.kind === 'open').length;
          const { done, skipped, total, percent } = progressOf(next.run);
          expect(done + skipped + open).toBe(total);
          expect(percent === 100).toBe(open === 0);
          run = next.run;
        }
      }),
    );
  });
});

it('reads the sequence of a press from `action_ts`, and nothing from anything else', () => {
  expect(sequenceOf('1763600000.123456')).toBe(1_763_600_000_123_456);
  expect(sequenceOf('1763600000.5')).toBe(1_763_600_000_500_000);
  for (const none of [undefined, '', 'soon', '1763600000', '1e9.1']) expect(sequenceOf(none)).toBeUndefined();
});

function newestOf(all: readonly ItemChange[], item: string, field: ItemChange['field']): ItemChange | undefined {
  return all
    .filter((one) => one.item === item && one.field === field)
    .toSorted((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0))
    .at(-1);
}
