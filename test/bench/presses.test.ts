import { describe, expect, it } from '@jest/globals';
import { brokenRules, findLost, type SentPress } from '../../bench/checklists/find-lost.js';
import { checklistPage, ITEMS } from '../../bench/checklists/items.js';
import { evidenceOf, type Wish } from '../../bench/checklists/presses.js';
import { changeItem, type Outcome } from '../../src/checklist/change-item.js';
import type { Run, RunEvent } from '../../src/checklist/run.js';
import type { ItemRules } from '../../src/guide/page.js';
import { guideOf } from '../builders/guide-of.js';
import { aNewRun, aPerson, aRun } from '../checklist/runs.js';

function press(sequence: number, wish: Wish, more: Partial<SentPress> = {}): SentPress {
  return { id: sequence, item: 'i1', wish, person: 'U2', sequence, outcome: 'acknowledged', ...more };
}

const kindOf: Readonly<Record<Wish, Outcome['kind']>> = {
  done: 'done',
  open: 'open',
  approve: 'approved',
  give: 'done',
};

/** The run after presses, and its history. */
function stored(presses: readonly SentPress[], rules: ItemRules = {}): { run: Run; history: RunEvent[] } {
  const history: RunEvent[] = [];
  const items = aNewRun(1).items.map((item) => ({ ...item, rules }));
  const run = presses.reduce(
    (before, { id, item, person, sequence, wish }) => {
      const outcome = { kind: kindOf[wish], ...(wish === 'give' && { evidence: evidenceOf({ id }) }) } as Outcome;
      const placed = wish === 'give' ? {} : { sequence };
      const common = { field: 'state', item, by: aPerson(person), at: new Date(0), ...placed } as const;
      const after = changeItem(before, { ...common, outcome });
      history.push(...after.records.map(({ event }) => event));
      return after.run;
    },
    aRun(0, { items }),
  );
  return { run, history };
}
function lost(saved: readonly SentPress[], sent: readonly SentPress[], rules?: ItemRules): Partial<SentPress>[] {
  const { run, history } = stored(saved, rules);
  return findLost(run, sent, history);
}

describe('the search for lost presses', () => {
  const signOff = { signOff: { count: 2, others: true } };

  it('finds nothing if every acknowledged press is stored, in whatever order they arrived', () => {
    const all = [press(1, 'done'), press(2, 'open'), press(3, 'done')];
    expect(lost(all, all)).toEqual([]);
    expect(lost(all.toReversed(), all)).toEqual([]);
    expect(lost([], [])).toEqual([]);
  });

  it('finds an acknowledged press that is not stored, even one that would have changed nothing', () => {
    expect(lost([press(1, 'done')], [press(1, 'done'), press(2, 'open')])).toEqual([press(2, 'open')]);
    expect(lost([press(1, 'done')], [press(1, 'done'), press(2, 'done')])).toEqual([press(2, 'done')]);
    expect(lost([], [press(1, 'done')])).toEqual([press(1, 'done')]);
  });

  it('accepts a press of unknown outcome, stored or not, and one that was refused', () => {
    const all = [press(1, 'done'), press(2, 'open', { outcome: 'unknown' }), press(3, 'open', { outcome: 'refused' })];
    expect(lost(all.slice(0, 2), all)).toEqual([]);
    expect(lost([press(1, 'done')], all)).toEqual([]);
  });

  it('finds a state that no press asked for', () => {
    const { run } = stored([press(1, 'done')]);
    const wrong = { ...run, items: run.items.map((item) => ({ ...item, state: { kind: 'open' as const } })) };
    expect(findLost(wrong, [press(1, 'done')], [])).toEqual([press(1, 'done')]);
  });

  it('finds a lost approval, but not one that was given again or cleared by a reopening', () => {
    const [one, other] = [press(1, 'approve'), press(2, 'approve', { person: 'U3' })];
    expect(lost([one, other], [one, other], signOff)).toEqual([]);
    expect(lost([other], [one, other], signOff)).toEqual([one]);
    expect(lost([one, press(5, 'open')], [one, press(5, 'open')], signOff)).toEqual([]);
    expect(lost([one, press(4, 'approve')], [one, press(4, 'approve')], signOff)).toEqual([]);
    expect(lost([one], [one, press(4, 'approve')], signOff)).toEqual([press(4, 'approve')]);
    const starter = stored([]).run.postedBy.id;
    expect(lost([one], [one, press(5, 'approve', { person: starter })], signOff)).toEqual([]);
  });

  it('finds lost evidence, also of an item that is done with other evidence by now', () => {
    const [one, other] = [press(1, 'give'), press(2, 'give')];
    expect(lost([one, other], [one, other], { evidence: 'url' })).toEqual([]);
    expect(lost([other], [one, other], { evidence: 'url' })).toEqual([one]);
  });
});

describe('the search for broken rules', () => {
  const signed = [...ITEMS].find(([, kind]) => kind === 'sign-off')?.[0] ?? '';
  const proven = [...ITEMS].find(([, kind]) => kind === 'evidence')?.[0] ?? '';
  const at = new Date(0);
  const done = (item: string, evidence?: string): RunEvent => ({
    ...{ kind: 'done', item, by: aPerson('U2'), at },
    ...(evidence !== undefined && { evidence }),
  });
  const approved = (person: string): RunEvent => ({ kind: 'approved', item: signed, by: aPerson(person), at });

  it('finds what was done without its approvals or evidence at any time, and who approved what they had started', () => {
    const run = aRun(1);
    expect(
      brokenRules(run, [approved('U2'), approved('U3'), done(signed), done(proven, 'https://ci.example')]),
    ).toEqual([]);
    expect(brokenRules(run, [approved('U2'), approved('U2'), done(signed)])).toEqual([
      `${signed} was done after 1 approvals`,
    ]);
    expect(brokenRules(run, [approved('U1')])).toEqual([`${signed} was approved by who started the run`]);
    expect(brokenRules(run, [done(proven)])).toEqual([`${proven} was done without evidence`]);
  });

  it('finds an item that is done with too few approvals, or open with enough', () => {
    const { run } = stored([press(1, 'approve'), press(2, 'approve', { person: 'U3' })], {
      signOff: { count: 2, others: true },
    });
    expect(brokenRules(run, [])).toEqual([]);
    const open = { ...run, items: run.items.map((item) => ({ ...item, state: { kind: 'open' as const } })) };
    expect(brokenRules(open, [])).toEqual(['i1 is open with 2 approvals']);
    const few = { ...run, items: run.items.map((item) => ({ ...item, approvals: item.approvals.slice(1) })) };
    expect(brokenRules(few, [])).toEqual(['i1 is done with 1 approvals']);
  });
});

it('reads the page of the benchmark with the rules that its items are to have', async () => {
  const items = (await guideOf({ 'going-live.md': checklistPage() })).pages[0]?.checklists[0]?.items ?? [];
  const rulesOf = {
    plain: {},
    'sign-off': { signOff: { count: 2, others: true } },
    evidence: { evidence: 'url' },
    role: { role: 'dba' },
  };
  expect(items.map(({ id, rules }) => [id, rules])).toEqual([...ITEMS].map(([id, kind]) => [id, rulesOf[kind]]));
});
