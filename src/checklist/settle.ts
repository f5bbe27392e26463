import type { ItemPress, Outcome } from './change-item.js';
import type { Refusal } from './errors.js';
import { isSettled, subItemsOf } from './progress.js';
import {
  approvalsOf,
  isUpToParent,
  missingSignOffs,
  needsOwnPress,
  whyFrozen,
  whyNotApproved,
  whyNotDone,
  whyNotSkipped,
  whyUpToSubItems,
} from './rules.js';
import type { Approval, ItemEvent, ItemState, Run, RunItem } from './run.js';

/** A press that sets an item's state, with its place among all presses. */
export type StatePress = ItemPress & { readonly sequence: number; readonly outcome: Outcome };

/** All items after the press, and what happened, the pressed item first. */
export interface Settled {
  readonly items: readonly RunItem[];
  readonly events: readonly (ItemEvent & { readonly item: string })[];
}

/**
 * What a press does to an item, and with it to its sub-items or its parent.
 *
 * - An item with sub-items that needs nothing else has no state of its own: it is open while a sub-item is, skipped if all of them
 *   are, otherwise done. One that needs something (evidence, sign-offs, a wait, a role that not all sub-items have) is ticked by a press
 *   of its own, is done only while all sub-items are settled, and is reopened with any of them.
 * - A press on an item decides about those of its sub-items that are open or were settled by such a press before. To open it opens all
 *   of them. Those that a later press of their own has set stay as they are, however late this one arrives.
 * - An approval counts for its person until they take it back or the item is reopened.
 */
export function settle(
  run: Run,
  item: RunItem,
  press: StatePress,
): Settled | { readonly refused: Refusal } | 'nothing' {
  if (isLate(item, press)) return 'nothing';
  const subItems = subItemsOf(run, item);
  const refused = whyNot(run, item, press);
  if (refused) return isAlready(item, press) ? 'nothing' : { refused };

  const after = new Map<string, RunItem>();
  const now = (one: RunItem): RunItem => after.get(one.id) ?? one;
  const parent = run.items.find(({ id }) => id === item.parent);

  const pressed = withPress(item, press, parent);
  const wanted = wantedOf(pressed, press.outcome);
  const cause = { ...press, sequence: Math.max(press.sequence, lastApproval(pressed)) };
  if (wanted)
    for (const one of reachedBy(cause, subItems, wanted)) after.set(one.id, withParentPress(one, cause, wanted));
  after.set(item.id, withSubItems(pressed, subItems.map(now), item, Number.POSITIVE_INFINITY));
  if (parent) {
    const siblings = subItemsOf(run, parent).map(now);
    after.set(parent.id, withSubItems(parent, siblings, parent, press.sequence));
  }
  const items = run.items.map((one) => now(one));
  return { items, events: eventsOf(run.items, items, item, press) };
}

function whyNot(run: Run, item: RunItem, { outcome, by, at }: StatePress): Refusal | undefined {
  switch (outcome.kind) {
    case 'open':
    case 'unapproved':
      return whyFrozen(run, item);
    case 'skipped':
      return whyFrozen(run, item) ?? whyNotSkipped(run, item, by) ?? whyUpToSubItems(run, item, outcome);
    case 'done':
      return (
        whyFrozen(run, item) ??
        whyNotDone(run, item, { by, at, evidence: outcome.evidence }) ??
        whyUpToSubItems(run, item, outcome)
      );
    case 'approved':
      return whyFrozen(run, item) ?? whyNotApproved(run, item, { by, at, evidence: outcome.evidence });
  }
}

function isLate({ approvals, latestPress }: RunItem, { by, outcome, sequence }: StatePress): boolean {
  const own = isApproval(outcome) ? approvals.find((approval) => approval.by.id === by.id)?.press : undefined;
  return sequence <= Math.max(latestPress.state ?? 0, own ?? 0);
}

function isApproval({ kind }: Outcome): boolean {
  return kind === 'approved' || kind === 'unapproved';
}

/** A later press on the sub-item itself has set it. */
function isDecidedLater({ latestPress }: RunItem, sequence: number): boolean {
  return (latestPress.state ?? 0) > sequence;
}

/** Whether the press asks for what is so already. */
function isAlready({ approvals, state }: RunItem, { by, outcome }: StatePress): boolean {
  switch (outcome.kind) {
    case 'open':
      return state.kind === 'open';
    case 'done':
      return isSame(state, outcome) && (!outcome.evidence?.trim() || outcome.evidence.trim() === evidenceOf(state));
    case 'skipped':
      return isSame(state, outcome);
    case 'approved':
      return approvalsOf({ approvals }).some((approval) => approval.by.id === by.id);
    case 'unapproved':
      return !approvalsOf({ approvals }).some((approval) => approval.by.id === by.id);
  }
}

/** The same apart from who and when, and from evidence. */
function isSame(state: ItemState, wanted: Outcome | ItemState): boolean {
  if (state.kind !== wanted.kind) return false;
  return state.kind !== 'skipped' || wanted.kind !== 'skipped' || state.reason === wanted.reason;
}

function evidenceOf(state: ItemState): string | undefined {
  return state.kind === 'done' ? state.evidence : undefined;
}

/** The item as the press on it sets it, before its sub-items are looked at. */
function withPress(item: RunItem, press: StatePress, parent: RunItem | undefined): RunItem {
  const { outcome, sequence } = press;
  if (outcome.kind === 'approved' || outcome.kind === 'unapproved') return withApproval(item, press);
  const pressed: RunItem = { ...item, latestPress: { ...item.latestPress, state: sequence } };
  // A later press on the parent would have settled it again.
  if (outcome.kind === 'open' && parent && lastDecision(parent) > sequence) return pressed;
  if (outcome.kind === 'done') return { ...pressed, state: stateAfter(item, press) };
  return withoutApprovals({ ...pressed, state: stateAfter(item, press) }, item, sequence);
}

/** The place of the latest press that settled an item, or that set its state. */
function lastDecision(item: RunItem): number {
  return Math.max(item.latestPress.state ?? 0, item.state.kind === 'done' ? lastApproval(item) : 0);
}

function lastApproval(item: RunItem): number {
  return Math.max(0, ...approvalsOf(item).map(({ press }) => press));
}

/** An item that is opened or skipped: the approvals before that no longer count. If those after it are enough, it stays as it was. */
function withoutApprovals(item: RunItem, before: RunItem, sequence: number): RunItem {
  const approvals = cleared(item.approvals, sequence);
  const isEnough =
    withSignOffs({ ...item, approvals }, before).state.kind === 'done' && item.rules.signOff !== undefined;
  return isEnough ? { ...item, state: before.state } : { ...item, approvals };
}

/** Who was first keeps the credit. */
function stateAfter(item: RunItem, press: StatePress): ItemState {
  const { outcome, by, at } = press;
  if (isAlready(item, press) && item.state.kind !== 'open') {
    const { viaParent: _, ...own } = item.state;
    return own;
  }
  if (outcome.kind === 'skipped') return { ...outcome, by, at };
  if (outcome.kind !== 'done') return { kind: 'open' };
  const evidence = outcome.evidence?.trim();
  return { kind: 'done', by, at, ...(evidence && { evidence }) };
}

/** Earlier approvals no longer count. */
function cleared(approvals: readonly Approval[], before: number): Approval[] {
  return approvals.map((approval) => (approval.press < before ? { ...approval, isWithdrawn: true } : approval));
}

function withApproval(item: RunItem, { outcome, by, at, sequence }: StatePress): RunItem {
  const before = item.approvals.find((approval) => approval.by.id === by.id);
  const isWithdrawn = outcome.kind === 'unapproved';
  const given = outcome.kind === 'approved' ? outcome.evidence?.trim() : undefined;
  const isNews = before === undefined || before.isWithdrawn || isWithdrawn;
  const evidence = given || (isNews ? undefined : before.evidence);
  const approval: Approval = {
    by: isNews ? by : before.by,
    at: isNews ? at : before.at,
    ...(evidence && { evidence }),
    isWithdrawn,
    press: sequence,
  };
  const approvals = before
    ? item.approvals.map((other) => (other === before ? approval : other))
    : [...item.approvals, approval];
  return withSignOffs({ ...item, approvals }, item);
}

/** Done if there are enough approvals; open if they were enough before. */
function withSignOffs(item: RunItem, before: RunItem): RunItem {
  if (item.rules.signOff === undefined) return item;
  const approvals = approvalsOf(item);
  const evidence = approvals.find((approval) => approval.evidence !== undefined)?.evidence;
  const last = approvals.toSorted((one, other) => one.press - other.press).at(-1);
  const isEnough = missingSignOffs(item) === 0 && (item.rules.evidence === undefined || evidence !== undefined);
  if (isEnough && last) {
    if (before.state.kind === 'done') return { ...item, state: before.state };
    return { ...item, state: { kind: 'done', by: last.by, at: last.at, ...(evidence && { evidence }) } };
  }
  return item.state.kind === 'done' ? { ...item, state: { kind: 'open' } } : item;
}

type Wanted = Exclude<Outcome, { kind: 'approved' | 'unapproved' }>;

/** What the press asks of the sub-items; undefined if nothing, such as an approval after which more are missing. */
function wantedOf({ state }: RunItem, outcome: Outcome): Wanted | undefined {
  if (outcome.kind === 'approved') return state.kind === 'done' ? { kind: 'done' } : undefined;
  // Later approvals stand against a late press.
  return outcome.kind === 'unapproved' || outcome.kind !== state.kind ? undefined : outcome;
}

/**
 * The sub-items that a press on their parent decides about: not those that a later press of their own has set, nor those that such a one
 * had to wait for, which stay done.
 */
function reachedBy({ sequence }: StatePress, subItems: readonly RunItem[], wanted: Wanted): RunItem[] {
  let next: { readonly item: RunItem; readonly isReached: boolean } | undefined;
  return subItems.toReversed().flatMap((item) => {
    const hasWaited = next?.item.rules.waitMinutes !== undefined && !next.isReached && next.item.state.kind === 'done';
    const isReached = !isDecidedLater(item, sequence) && !(hasWaited && wanted.kind === 'open');
    next = { item, isReached };
    return isReached ? [item] : [];
  });
}

/** A sub-item after a press on its parent. */
function withParentPress(item: RunItem, { by, at, sequence }: StatePress, wanted: Wanted): RunItem {
  if (wanted.kind === 'open') {
    const latestPress = { ...item.latestPress, state: sequence };
    return withoutApprovals({ ...item, state: wanted, latestPress }, item, sequence);
  }
  if (!isUpToParent(item) || isSame(item.state, wanted)) return item;
  return wanted.kind === 'done'
    ? { ...item, state: { kind: 'done', by, at, viaParent: true } }
    : { ...item, state: { kind: 'skipped', by, at, reason: wanted.reason, viaParent: true } };
}

/**
 * An item as its sub-items allow.
 * @param before the item before the press
 * @param clearing approvals before this place no longer count if the item is reopened
 */
function withSubItems(item: RunItem, subItems: readonly RunItem[], before: RunItem, clearing = 0): RunItem {
  if (subItems.length === 0) return item;
  if (needsOwnPress(item, subItems)) {
    if (item.state.kind === 'open' || subItems.every(isSettled)) return item;
    return { ...item, state: { kind: 'open' }, approvals: cleared(item.approvals, clearing) };
  }
  const state = stateOf(subItems);
  return { ...item, state: isSame(before.state, state) ? before.state : state };
}

/** The items of a new run, with the states of those that have sub-items. */
export function withParents(items: readonly RunItem[]): RunItem[] {
  // Looked up for those that have sub-items only: a list may have thousands of items.
  const parents = new Set(items.map(({ parent }) => parent));
  return items.map((item) => (parents.has(item.id) ? withSubItems(item, subItemsOf({ items }, item), item) : item));
}

/** The state of an item that is nothing but its sub-items. */
function stateOf(subItems: readonly RunItem[]): ItemState {
  const settled = subItems.flatMap(({ state }) => (state.kind === 'open' ? [] : [state]));
  const newest = <S extends { readonly at: Date }>(states: readonly S[]): S | undefined =>
    states.reduce<S | undefined>(
      (last, state) => (last === undefined || state.at >= last.at ? state : last),
      undefined,
    );
  const last = newest(settled);
  if (settled.length < subItems.length || last === undefined) return { kind: 'open' };
  const lastDone = newest(settled.filter(({ kind }) => kind === 'done'));
  if (lastDone) return { kind: 'done', by: lastDone.by, at: last.at };
  return last.kind === 'skipped'
    ? { kind: 'skipped', by: last.by, at: last.at, reason: last.reason }
    : { kind: 'open' };
}

function eventsOf(
  before: readonly RunItem[],
  after: readonly RunItem[],
  pressed: RunItem,
  { by, outcome }: StatePress,
): Settled['events'] {
  const events = after.flatMap((item, index) => {
    const was = before[index];
    if (was === undefined || was === item) return [];
    const isPressed = item.id === pressed.id;
    const approval = isPressed && isApproval(outcome) ? approvalEvent(was, item, by.id) : undefined;
    const state = stateEvent(was.state, item.state) ?? (approval ? undefined : clearingEvent(was, item));
    return [...(approval ? [approval] : []), ...(state ? [state] : [])].map((event) => ({
      event: { item: item.id, ...event },
      isPressed,
    }));
  });
  return [...events.filter(({ isPressed }) => isPressed), ...events.filter(({ isPressed }) => !isPressed)].map(
    ({ event }) => event,
  );
}

function approvalEvent(was: RunItem, is: RunItem, person: string): ItemEvent | undefined {
  const of = (item: RunItem): Approval | undefined => approvalsOf(item).find(({ by }) => by.id === person);
  const [old, approval] = [of(was), of(is)];
  if (approval === undefined) return old && { kind: 'approval withdrawn' };
  if (old !== undefined && old.evidence === approval.evidence) return undefined;
  return { kind: 'approved', ...(approval.evidence !== undefined && { evidence: approval.evidence }) };
}

/** An open item that had some of its approvals is as it was at the start. */
function clearingEvent(was: RunItem, is: RunItem): ItemEvent | undefined {
  const isFewer = approvalsOf(is).length < approvalsOf(was).length;
  return isFewer && is.state.kind === 'open' ? { kind: 'reopened' } : undefined;
}

function stateEvent(was: ItemState, is: ItemState): ItemEvent | undefined {
  if (isSame(was, is) && evidenceOf(was) === evidenceOf(is)) return undefined;
  if (is.kind === 'open') return { kind: 'reopened' };
  if (is.kind === 'skipped') return { kind: 'skipped', reason: is.reason };
  return { kind: 'done', ...(is.evidence !== undefined && { evidence: is.evidence }) };
}
