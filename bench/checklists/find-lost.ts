import { approvalsOf } from '../../src/checklist/rules.js';
import type { Run, RunEvent, RunItem } from '../../src/checklist/run.js';
import { ITEMS, SIGN_OFFS } from './items.js';
import { evidenceOf, type Press } from './presses.js';

/** Of a press, what has to be found again. */
export type SentPress = Pick<Press, 'id' | 'item' | 'wish' | 'person' | 'sequence' | 'outcome'>;

/**
 * The acknowledged presses that are not in the database, and states that no press asked for. Presses are ordered by their sequence, so
 * each item must have the newest acknowledged press or a later one, and each person's latest approval. Each submission of evidence is in
 * the history.
 */
export function findLost(
  run: Pick<Run, 'items' | 'postedBy'>,
  presses: readonly SentPress[],
  history: readonly RunEvent[],
): Partial<SentPress>[] {
  const given = new Set(history.flatMap((event) => (event.kind === 'done' ? [event.evidence] : [])));
  return run.items.flatMap((item) => {
    const mine = presses.filter((press) => press.item === item.id);
    const acknowledged = mine.filter(({ outcome }) => outcome === 'acknowledged');
    return [
      ...lostStates(item, mine, acknowledged),
      ...acknowledged.filter((press) => mustApprove(press, run) && isLostApproval(item, press)),
      ...acknowledged.filter((press) => press.wish === 'give' && !given.has(evidenceOf(press))),
    ];
  });
}

function lostStates(
  { id, latestPress, rules, state }: RunItem,
  mine: readonly SentPress[],
  acknowledged: readonly SentPress[],
): Partial<SentPress>[] {
  const isPlain = Object.keys(rules).length === 0;
  // Where a rule asks for more, Done is either refused or has nothing to do.
  const setting = (press: SentPress): boolean => press.wish === 'open' || (press.wish === 'done' && isPlain);
  const newest = Math.max(0, ...acknowledged.filter(setting).map(({ sequence }) => sequence));
  const stored = latestPress.state ?? 0;
  if (stored < newest) return acknowledged.filter((press) => setting(press) && press.sequence > stored);
  const last = mine.find(({ sequence }) => sequence === stored);
  if (!isPlain || stored === 0) return [];
  return last !== undefined && (last.wish === 'done') === (state.kind === 'done')
    ? []
    : [last ?? { item: id, sequence: stored }];
}

/** Who started the run may not approve: a refusal is acknowledged, and the word about it may be lost with a killed process. */
function mustApprove({ person, wish }: SentPress, { postedBy }: Pick<Run, 'postedBy'>): boolean {
  return wish === 'approve' && person !== postedBy.id;
}

/** It is the person's latest one, unless a later reopening has cleared it. */
function isLostApproval({ approvals, latestPress }: RunItem, { person, sequence }: SentPress): boolean {
  if ((latestPress.state ?? 0) >= sequence) return false;
  const own = approvals.find(({ by }) => by.id === person);
  return own === undefined || own.press < sequence || (own.press === sequence && own.isWithdrawn);
}

/** Where the rules of the checklist were got round, in the end or at any time. */
export function brokenRules(run: Pick<Run, 'items' | 'postedBy'>, history: readonly RunEvent[]): string[] {
  const approvers = new Map<string, Set<string>>();
  const broken: string[] = [];
  for (const event of history) {
    if (event.kind === 'approved') approvers.set(event.item, (approvers.get(event.item) ?? new Set()).add(event.by.id));
    if (event.kind !== 'done') continue;
    const kind = ITEMS.get(event.item);
    const people = approvers.get(event.item) ?? new Set();
    if (kind === 'sign-off' && people.size < SIGN_OFFS)
      broken.push(`${event.item} was done after ${people.size} approvals`);
    if (kind === 'evidence' && event.evidence === undefined) broken.push(`${event.item} was done without evidence`);
    if (kind === 'role') broken.push(`${event.item} was done by ${event.by.id}, who has no role`);
  }
  for (const [item, people] of approvers) {
    if (people.has(run.postedBy.id)) broken.push(`${item} was approved by who started the run`);
  }
  for (const item of run.items) {
    const people = new Set(approvalsOf(item).map(({ by }) => by.id));
    const isEnough = people.size >= SIGN_OFFS;
    if (item.rules.signOff && isEnough !== (item.state.kind === 'done'))
      broken.push(`${item.id} is ${item.state.kind} with ${people.size} approvals`);
    if (item.state.kind === 'done' && item.rules.evidence && item.state.evidence === undefined)
      broken.push(`${item.id} is done without evidence`);
  }
  return broken;
}
