import type { NamedItem, Refusal } from '../../checklist/errors.js';
import { LEAD } from '../../checklist/rules.js';
import { isToken, type Run } from '../../checklist/run.js';
import type { VariableProblem } from '../../checklist/variables.js';
import type { Variable } from '../../guide/page.js';
import { MAX_VALUE } from '../../guide/variables.js';
import { actions, button, type Message } from '../block-kit/blocks.js';
import { cutPlain } from '../block-kit/mrkdwn/escape.js';
import { count, duration } from './format.js';
import { plainNotice } from './notices.js';
import { patternWords } from './pattern-words.js';

const TITLE = 80;
/** Characters of a list of choices. */
const LISTED = 200;
const ITEMS = 5;

/**
 * Why a change was not made and what to do about it, in plain text of one or two sentences.
 * @param now the time that a waiting time is counted from
 */
export function refusalText(refusal: Refusal, now: Date): string {
  switch (refusal.kind) {
    case 'archived':
      return 'This checklist is archived, so nothing in it can be changed. Unarchive it first.';
    case 'does-not-apply':
      return `This item doesn't apply: ${refusal.why}.`;
    case 'needs-role':
      return refusal.holder
        ? `This needs the role “${refusal.role}”, which ${refusal.holder.name} has. If you do it now, take the role first.`
        : `This needs the role “${refusal.role}”, which nobody has yet. If you do it, take the role first.`;
    case 'needs-sign-off':
      return `This item is ticked by approvals: ${count(refusal.missing, 'more approval')} needed. Press Approve.`;
    case 'needs-no-sign-off':
      return 'This item needs no approval. Press Done when it is done.';
    case 'starter-does-not-count':
      return 'You started this checklist, so somebody else has to approve this item.';
    case 'needs-evidence':
      return refusal.as === 'url'
        ? 'This item needs a link that shows it was done.'
        : 'This item needs a text that shows it was done.';
    case 'not-a-url':
      return 'This is not a link. Give a web address that begins with https:// or http://.';
    case 'evidence-too-long':
      return `That is too long. Give at most ${refusal.max} characters.`;
    case 'too-early':
      return `It is too early: this item can be ticked in ${duration(now, refusal.until)}.`;
    case 'wait-for':
      return `This item has to wait until ${quoted(refusal.item)} is done.`;
    case 'sub-items':
      return `These sub-items each need something of their own first: ${list(refusal.items)}.`;
    case 'up-to-sub-items':
      return `This item follows its sub-items. Change them instead: ${list(refusal.items)}.`;
    case 'not-yours-to-skip':
      return 'Only the lead, or the person who started this checklist, can skip a required item.';
    case 'not-yours-to-archive':
      return 'Only the lead, or the person who started this checklist, can archive it.';
    case 'not-yours-to-bypass':
      return 'Only the lead of this checklist can open its gate. If you decide now, take the lead first.';
    case 'needs-reason':
      return 'Say why the deployment may go on, for people who read this later.';
    case 'reason-too-long':
      return `That is too long. Give at most ${refusal.max} characters.`;
    case 'unknown-phase':
      return refusal.known.length === 0
        ? 'This checklist has no phases.'
        : `This checklist has no such phase. It has ${list(refusal.known)}.`;
    case 'nothing-open':
      return 'No item holds the deployment up, so the gate is open already.';
    case 'past-due-date':
      return 'This due date is in the past. Choose a later one.';
    case 'too-many-items':
      return `This checklist is full: it can have at most ${refusal.max} items.`;
  }
}

/**
 * The same as a message, with the names of those who may. @param isInChannel whether it is shown to somebody who is in the channel: they may take
 * the role that was missing
 */
export function refusalNotice(
  run: Pick<Run, 'id' | 'postedBy' | 'roles'>,
  refusal: Refusal,
  { now, isInChannel }: { readonly now: Date; readonly isInChannel: boolean },
): Message {
  const text = refusal.kind === 'not-yours-to-archive' ? mayArchiveText(run) : refusalText(refusal, now);
  const notice = plainNotice(text);
  const role = missingRole(refusal);
  if (role === undefined || !isInChannel) return notice;
  const take = button(`Take the role “${role}”`, { do: 'run:take', run: run.id, role });
  return { ...notice, blocks: [...notice.blocks, actions([take])] };
}

const NEEDS_LEAD: ReadonlySet<Refusal['kind']> = new Set([
  'not-yours-to-skip',
  'not-yours-to-archive',
  'not-yours-to-bypass',
]);

function missingRole(refusal: Refusal): string | undefined {
  if (refusal.kind === 'needs-role') return refusal.role;
  return NEEDS_LEAD.has(refusal.kind) ? LEAD : undefined;
}

/** Who may archive a run, in one sentence: see `mayManage`. */
function mayArchiveText(run: Pick<Run, 'postedBy' | 'roles'>): string {
  const lead = run.roles.find(({ name }) => name === LEAD)?.holder;
  if (isToken(run.postedBy))
    return lead === undefined
      ? 'Only who leads this checklist can archive it, and nobody does yet. Take the lead first.'
      : `Only ${lead.name}, who leads it, can archive this checklist. Ask them to, or take the lead first.`;
  const starter = `${run.postedBy.name}, who started it`;
  const who =
    lead === undefined
      ? starter
      : lead.id === run.postedBy.id
        ? `${lead.name}, who started and leads it`
        : `${starter}, or ${lead.name}, who leads it`;
  return `Only ${who}, can archive this checklist. Ask them to, or take the lead first.`;
}

/** Why a checklist was not posted: what is wrong with the values of its variables. */
export function variablesText(problems: readonly VariableProblem[]): string {
  return `Not posted. ${problems.map((problem) => problemText(problem)).join(' ')}`;
}

/** What is wrong with a value, as a sentence that names the variable. */
export function problemText({ name, problem }: VariableProblem): string {
  switch (problem) {
    case 'missing':
      return `“${name}” is missing.`;
    case 'pattern':
      return `“${name}” doesn't have the form that the checklist asks for.`;
    case 'choice':
      return `“${name}” isn't one of the choices.`;
    case 'too-long':
      return `“${name}” is too long.`;
    case 'unknown':
      return `This checklist doesn't ask for “${cutPlain(name, TITLE)}”.`;
  }
}

/** The same at the field of the variable, with what would fit. */
export function fieldProblemText({ problem }: VariableProblem, { choices = [], pattern = '' }: Variable): string {
  switch (problem) {
    case 'missing':
      return choices.length > 0 ? 'Choose one.' : 'Enter a value: the checklist needs it.';
    case 'pattern':
      return `This doesn't fit. ${patternWords(pattern)}.`;
    case 'choice':
      return `Choose one of ${cutPlain(choices.join(', '), LISTED)}.`;
    case 'too-long':
      return `This is too long. Enter at most ${MAX_VALUE} characters.`;
    case 'unknown':
      return "The checklist doesn't ask for this.";
  }
}

function list(items: readonly NamedItem[]): string {
  const more = items.length > ITEMS ? ` and ${items.length - ITEMS} more` : '';
  return `${items.slice(0, ITEMS).map(quoted).join(', ')}${more}`;
}

function quoted({ title }: NamedItem): string {
  return `“${cutPlain(title, TITLE)}”`;
}
