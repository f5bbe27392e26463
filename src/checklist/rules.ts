import type { Condition, ItemRules } from '../guide/page.js';
import type { NamedItem, Refusal } from './errors.js';
import { subItemsOf, topLevelItems } from './progress.js';
import { type Approval, type CalendarDate, type Due, isMoment, type Person, type Run, type RunItem } from './run.js';

/** The role of the person who leads a run. Every run has it. */
export const LEAD = 'lead';

/** Characters of a link or a text that is given as evidence. */
export const MAX_EVIDENCE = 2_000;

/** Who presses, when, and what they give. */
export interface Presser {
  readonly by: Person;
  readonly at: Date;
  readonly evidence?: string | undefined;
}

/** Who has the role; undefined if nobody does. */
export function holderOf({ roles }: Pick<Run, 'roles'>, role: string): Person | undefined {
  return roles.find(({ name }) => name === role)?.holder;
}

/** Whether a person may archive a run and leave out its required items: who started it, who leads it, or anyone if the page says so. */
export function mayManage(run: Pick<Run, 'managedByAnyone' | 'postedBy' | 'roles'>, { id }: Person): boolean {
  return run.managedByAnyone || run.postedBy.id === id || holderOf(run, LEAD)?.id === id;
}

/** The approvals that count: neither taken back nor cleared by a reopening. */
export function approvalsOf({ approvals }: Pick<RunItem, 'approvals'>): Approval[] {
  return approvals.filter(({ isWithdrawn }) => !isWithdrawn);
}

/** How many more people have to approve an item; 0 for one that needs no sign-off. */
export function missingSignOffs(item: Pick<RunItem, 'approvals' | 'rules'>): number {
  return Math.max(0, (item.rules.signOff?.count ?? 0) - approvalsOf(item).length);
}

/** Whether ticking an item takes more than a press of anyone at any time. */
export function needsMore({ rules }: Pick<RunItem, 'rules'>): boolean {
  const { evidence, role, signOff, waitMinutes } = rules;
  return [evidence, role, signOff, waitMinutes].some((rule) => rule !== undefined);
}

/** Whether an item takes a press of its own once its sub-items are settled. A role that they have too, such as that of their phase, takes none. */
export function needsOwnPress(item: Pick<RunItem, 'rules'>, subItems: readonly Pick<RunItem, 'rules'>[]): boolean {
  const { role, ...others } = item.rules;
  return needsMore(subItems.every(({ rules }) => rules.role === role) ? { rules: others } : item);
}

/** From when on an item with a waiting time can be ticked, or the item that has to be settled first; undefined if it need not wait. */
export function waitOf(run: Run, item: RunItem): { readonly until: Date } | { readonly after: RunItem } | undefined {
  const { waitMinutes } = item.rules;
  if (waitMinutes === undefined) return undefined;
  const before = itemBefore(run, item);
  if (before?.state.kind === 'open') return { after: before };
  const from = before?.state.kind === undefined ? run.postedAt : before.state.at;
  return { until: new Date(from.getTime() + waitMinutes * 60_000) };
}

/**
 * The last one before it that applies: of a sub-item its sibling, or the item before its parent if it is the first. None for the
 * first item of a run.
 */
function itemBefore(run: Run, item: RunItem): RunItem | undefined {
  const parent = run.items.find(({ id }) => id === item.parent);
  const siblings = parent ? run.items.filter((other) => other.parent === parent.id) : topLevelItems(run);
  const before = siblings.slice(0, siblings.indexOf(item)).findLast(({ doesNotApply }) => doesNotApply === undefined);
  return before ?? (parent && itemBefore(run, parent));
}

/** Why nothing in a run, or nothing of an item, may change. */
export function whyFrozen({ archivedAt }: Pick<Run, 'archivedAt'>, item?: RunItem): Refusal | undefined {
  if (archivedAt !== undefined) return { kind: 'archived' };
  return item?.doesNotApply === undefined ? undefined : { kind: 'does-not-apply', why: item.doesNotApply };
}

/**
 * Why a person may not tick an item now. Its open sub-items are ticked with it, so each of them that needs something of its own is
 * in the way.
 */
export function whyNotDone(run: Run, item: RunItem, presser: Presser): Refusal | undefined {
  const { signOff } = item.rules;
  return (
    whyNotSettledBy(run, item, presser) ??
    (signOff && { kind: 'needs-sign-off', missing: missingSignOffs(item) }) ??
    whyNotEvidence(item, presser.evidence) ??
    whySubItemsStop(run, item, (subItem) => whyNotTicked(run, subItem, presser) !== undefined)
  );
}

/** Why a person may not approve an item now. */
export function whyNotApproved(run: Run, item: RunItem, presser: Presser): Refusal | undefined {
  const { signOff } = item.rules;
  if (signOff === undefined) return { kind: 'needs-no-sign-off' };
  const hasEvidence = approvalsOf(item).some(({ by, evidence }) => evidence !== undefined && by.id !== presser.by.id);
  return (
    whyNotSettledBy(run, item, presser) ??
    (signOff.others && presser.by.id === run.postedBy.id ? { kind: 'starter-does-not-count' } : undefined) ??
    (hasEvidence && !presser.evidence?.trim() ? undefined : whyNotEvidence(item, presser.evidence)) ??
    whySubItemsStop(run, item, (subItem) => whyNotTicked(run, subItem, presser) !== undefined)
  );
}

/** The rules that hold for ticking and approving alike. */
function whyNotSettledBy(run: Run, item: RunItem, { by, at }: Presser): Refusal | undefined {
  return whyNotInRole(run, item, by) ?? whyNotYet(run, item, at);
}

/** Why a sub-item cannot be ticked by a press on its parent. */
function whyNotTicked(run: Run, item: RunItem, { by, at }: Presser): Refusal | undefined {
  return whyNotDone(run, item, { by, at });
}

function whyNotInRole(run: Run, { rules: { role } }: RunItem, by: Person): Refusal | undefined {
  if (role === undefined) return undefined;
  const holder = holderOf(run, role);
  return holder?.id === by.id ? undefined : { kind: 'needs-role', role, ...(holder && { holder }) };
}

function whyNotYet(run: Run, item: RunItem, at: Date): Refusal | undefined {
  const wait = waitOf(run, item);
  if (wait === undefined) return undefined;
  if ('after' in wait) return { kind: 'wait-for', item: named(wait.after) };
  return at < wait.until ? { kind: 'too-early', until: wait.until } : undefined;
}

function whyNotEvidence({ rules }: RunItem, evidence: string | undefined): Refusal | undefined {
  const given = evidence?.trim() ?? '';
  if (given === '') return rules.evidence && { kind: 'needs-evidence', as: rules.evidence };
  if (given.length > MAX_EVIDENCE) return { kind: 'evidence-too-long', max: MAX_EVIDENCE };
  return rules.evidence === 'url' && !isWebAddress(given) ? { kind: 'not-a-url' } : undefined;
}

/** Whether a text is an address that a browser opens as a page: http or https, without blanks. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s\p{Cc}]+$/iu.test(text) && URL.canParse(text);
}

/** Names the sub-items that are not settled by presses of their own and that this press could not settle. */
function whySubItemsStop(run: Run, item: RunItem, isInTheWay: (subItem: RunItem) => boolean): Refusal | undefined {
  const items = subItemsOf(run, item).filter((subItem) => isUpToParent(subItem) && isInTheWay(subItem));
  return items.length > 0 ? { kind: 'sub-items', items: items.map(named) } : undefined;
}

/** Why an item that is nothing but its sub-items cannot be done where all of them were skipped by themselves, or the other way round. */
export function whyUpToSubItems(run: Run, item: RunItem, wanted: { kind: 'done' | 'skipped' }): Refusal | undefined {
  const subItems = subItemsOf(run, item);
  if (subItems.length === 0 || needsOwnPress(item, subItems) || subItems.some(isUpToParent)) return undefined;
  return item.state.kind === wanted.kind ? undefined : { kind: 'up-to-sub-items', items: subItems.map(named) };
}

/** Whether a press on the parent decides about a sub-item: it is open, or was settled by another such press. */
export function isUpToParent({ state }: RunItem): boolean {
  return state.kind === 'open' || state.viaParent === true;
}

function named({ id, title }: RunItem): NamedItem {
  return { id, title };
}

/**
 * Why a person may not leave out an item. Of a required one it is up to those who manage the run. Anyone may leave out an optional
 * one; if it has a role, who has that, or who manages the run. Sub-items of an optional item are optional.
 */
export function whyNotSkipped(run: Run, item: RunItem, by: Person): Refusal | undefined {
  return (
    whyNotLeftOut(run, item, by) ??
    whySubItemsStop(run, item, (subItem) => whyNotLeftOut(run, subItem, by) !== undefined)
  );
}

function whyNotLeftOut(run: Run, item: RunItem, by: Person): Refusal | undefined {
  if (mayManage(run, by)) return undefined;
  const parent = run.items.find(({ id }) => id === item.parent);
  const isOptional = item.rules.optional ?? parent?.rules.optional ?? false;
  return isOptional ? whyNotInRole(run, item, by) : { kind: 'not-yours-to-skip' };
}

/** The day is over in every time zone when it is over in the last one, 12 hours behind UTC. */
const LAST_ZONE_MS = 12 * 3_600_000;

/** @param today the day that it is for the person, if that is known */
export function whyNotDueThen(due: Due, at: Date, today?: CalendarDate): Refusal | undefined {
  const first = today ?? new Date(at.getTime() - LAST_ZONE_MS).toISOString().slice(0, 10);
  const isOver = isMoment(due) ? Date.parse(due) < at.getTime() : due < first;
  return isOver ? { kind: 'past-due-date' } : undefined;
}

/** What an author demands of an item, in words, each a part of a sentence. */
export function ruleWords(rules: ItemRules): string[] {
  const { conditions = [], dueMinutes, evidence, optional, role, signOff, waitMinutes } = rules;
  return [
    ...(optional ? ['optional'] : []),
    ...(conditions.length === 0 ? [] : [`only if ${conditions.map(conditionWords).join(' and ')}`]),
    ...(role === undefined ? [] : [`for the ${role}`]),
    ...(signOff === undefined
      ? []
      : [`${count(signOff.count, 'approval')} needed${signOff.others ? ', not by the person who starts it' : ''}`]),
    ...(evidence === undefined ? [] : [evidenceWords(evidence)]),
    ...(waitMinutes === undefined ? [] : [`${minutesWords(waitMinutes)} after the item before`]),
    ...(dueMinutes === undefined ? [] : [`due ${minutesWords(dueMinutes)} after the start`]),
  ];
}

/** What has to be given to tick an item. */
export function evidenceWords(evidence: NonNullable<ItemRules['evidence']>): string {
  return evidence === 'url' ? 'asks for a link' : 'asks for a note';
}

function conditionWords({ variable, value, negated }: Condition): string {
  return `${variable} is ${negated ? 'not ' : ''}${value}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** In minutes. */
const HOUR = 60;
const DAY = 1_440;

/** `15 min`, `2 h`, `1 day`. */
export function minutesWords(minutes: number): string {
  if (minutes > 0 && minutes % DAY === 0) return count(minutes / DAY, 'day');
  return minutes > 0 && minutes % HOUR === 0 ? `${minutes / HOUR} h` : `${minutes} min`;
}
