import type { Button, SectionBlock } from '@slack/types';
import { isSettled } from '../../checklist/progress.js';
import { approvalsOf, evidenceWords, minutesWords } from '../../checklist/rules.js';
import type { Run, RunItem } from '../../checklist/run.js';
import type { ChecklistItem } from '../../guide/page.js';
import { plainText } from '../../guide/text.js';
import { button, section } from '../block-kit/blocks.js';
import { cutPlain, escapeEntities, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { count, day, peopleList, personLink, said, shortLink, when } from './format.js';

const TITLE = 300;
const DETAIL = 500;

/**
 * An item's title and detail as mrkdwn. Longer ones are cut after a sentence; the page has all of it.
 * @param max characters of the detail
 */
export function itemText(
  { titleContent, detail }: Pick<ChecklistItem, 'titleContent' | 'detail'>,
  number: string,
  pageUrl: PageUrl,
  max = DETAIL,
): { title: string; detail: string } {
  const [title = '…', ...moreTitle] = layOut([{ type: 'paragraph', children: [...titleContent] }], pageUrl, TITLE);
  const [text = '', ...moreDetail] = layOut(detail, pageUrl, max);
  return {
    title: `${number}. ${title}${moreTitle.length > 0 ? ' …' : ''}`,
    detail: `${text}${moreDetail.length > 0 ? ' …' : ''}`,
  };
}

/**
 * Removes bold from a text that is about to be set in bold: bold does not nest. Any other asterisk, such as one of a variable's value, would end
 * it and becomes a look-alike; in code and in addresses it stays.
 */
export function unbold(title: string): string {
  return title
    .replace(/(?<![\p{L}\p{N}])\*(\S.*?)\*(?![\p{L}\p{N}])/gu, '$1')
    .replace(/<[^<>]*>|`[^`]*`|\*/g, (part) => (part === '*' ? '∗' : part));
}

/** The numbers of items as people say them: `3`, and `3.1` for its first sub-item. */
export function itemNumbers({
  items,
}: {
  readonly items: readonly Pick<ChecklistItem, 'id' | 'parent'>[];
}): ReadonlyMap<string, string> {
  const numbers = new Map<string, string>();
  const parts = new Map<string, number>();
  let top = 0;
  for (const { id, parent } of items) {
    const whole = parent === undefined ? undefined : numbers.get(parent);
    if (parent === undefined || whole === undefined) {
      top += 1;
      numbers.set(id, String(top));
    } else {
      const part = (parts.get(parent) ?? 0) + 1;
      parts.set(parent, part);
      numbers.set(id, `${whole}.${part}`);
    }
  }
  return numbers;
}

/** The sign before an item's title. */
export function itemSign({ doesNotApply, state }: RunItem): string {
  if (doesNotApply !== undefined) return '➖  ';
  return { open: '', done: '✅  ', skipped: '⏭️  ' }[state.kind];
}

/**
 * What is known of an item and what it needs, in one line; empty if there is nothing.
 * @param max characters of a reason, a note or a text that was given as evidence
 */
export function itemLine(run: Run, item: RunItem, max: number): string {
  const { assignee, doesNotApply, due, note, rules, state } = item;
  if (doesNotApply !== undefined) return `_Does not apply: ${escapeMrkdwn(cutPlain(doesNotApply, max))}_`;
  const open = state.kind === 'open';
  const facts = [
    ...(open && assignee ? [personLink(assignee)] : []),
    ...(open && due ? [`due ${day(due)}`] : []),
    ...(state.kind === 'done' ? [`_Done by ${personLink(state.by)} ${when(state.at)}_`] : []),
    ...(state.kind === 'skipped'
      ? [`_Skipped by ${personLink(state.by)} ${when(state.at)}_`, `reason: ${said(state.reason, max)}`]
      : []),
    ...(state.kind === 'done' && state.evidence !== undefined ? [evidenceText(state.evidence, max)] : []),
    ...approvalFacts(item),
    ...(open ? needs(run, item) : []),
    ...(note ? [`note: ${said(note, max)}`] : []),
    ...(item.addedBy ? [`added by ${personLink(item.addedBy)}`] : []),
    ...(open && rules.optional ? ['optional'] : []),
  ];
  return facts.length === 0 ? '' : `${open ? '↳ ' : ''}${facts.join(' · ')}`;
}

/** What shows that an item was done: a link, or up to `max` characters of a text. Of a very long address only its beginning is shown. */
export function evidenceText(evidence: string, max: number): string {
  if (/^https?:\/\//i.test(evidence) && URL.canParse(evidence)) {
    const { host, pathname } = new URL(evidence);
    return shortLink(cutPlain(`${host}${pathname === '/' ? '' : pathname}`, 60), evidence, max);
  }
  return `“${said(evidence, max)}”`;
}

function approvalFacts({ approvals, rules }: RunItem): string[] {
  if (rules.signOff === undefined) return [];
  const given = approvals.filter(({ isWithdrawn }) => !isWithdrawn).map(({ by }) => by);
  return [
    `${given.length} of ${count(rules.signOff.count, 'approval')}${given.length > 0 ? `: ${peopleList(given, 3)}` : ''}`,
  ];
}

/** What an open item asks for. */
function needs(run: Run, { id, rules }: RunItem): string[] {
  const parts = run.items.filter(({ parent }) => parent === id);
  const holder = run.roles.find(({ name }) => name === rules.role)?.holder;
  return [
    ...(parts.length > 0 ? [`${parts.filter(isSettled).length} of ${parts.length} parts done`] : []),
    ...(rules.role === undefined
      ? []
      : [`for the ${escapeEntities(rules.role)}${holder ? `, ${personLink(holder)}` : ''}`]),
    ...(rules.evidence === undefined ? [] : [evidenceWords(rules.evidence)]),
    ...(rules.signOff?.others ? ['not by the person who started it'] : []),
    ...(rules.waitMinutes === undefined ? [] : [`${minutesWords(rules.waitMinutes)} after the item before`]),
  ];
}

/** Characters of a reason or a note. The dialog shows all of it. */
const SAID = 100;

/** Characters of a title and of the line below it in the message: a few lines on a phone. */
const SHORT_TITLE = 120;
const LINE = 70;

/** An item as the message shows it: with the button that settles, approves or reopens it, and one line of its detail. */
export function itemBlock(
  run: Run,
  item: RunItem,
  { number, pageUrl }: { readonly number: string; readonly pageUrl: PageUrl },
): SectionBlock {
  const [text = '…', ...more] = layOut([{ type: 'paragraph', children: [...item.titleContent] }], pageUrl, SHORT_TITLE);
  const title = `${number}. ${text}${more.length > 0 ? ' …' : ''}`;
  const [line = '', ...lines] = plainText(item.detail).split('\n');
  const detail = escapeMrkdwn(cutPlain(line, LINE)) + (lines.length > 0 && line.length <= LINE ? ' …' : '');
  const isOpen = !isSettled(item);
  const shown = [
    isOpen ? `*${unbold(title)}*` : `${itemSign(item)}${title}`,
    itemLine(run, item, SAID),
    ...(isOpen ? [detail] : []),
  ];
  return section(shown.filter((each) => each !== '').join('\n'), itemButton(run, item));
}

/** The one button of an item; none if nothing can be pressed. */
/** @param from where the button is: outside the channel, or in a part of the dialog with all items */
export function itemButton(
  run: Run,
  item: RunItem,
  { home, part, viewer }: { home?: true; part?: number; viewer?: string | undefined } = {},
): Button | undefined {
  if (item.doesNotApply !== undefined || run.archivedAt !== undefined) return undefined;
  const labelled = (text: string) => ({ label: `${text}: ${item.title}` });
  const named = { run: run.id, item: item.id, ...(home && { home }) };
  if (item.state.kind === 'open' && approvalsOf(item).some(({ by }) => by.id === viewer))
    return button('Withdraw', { do: 'item:approve', ...named, withdraw: true }, labelled('Withdraw the approval'));
  if (item.state.kind !== 'open')
    return button('Reopen', { do: 'item:set', ...named, done: false }, labelled('Reopen'));
  const primary = { style: 'primary' as const };
  const verb = item.rules.signOff === undefined ? 'Done' : 'Approve';
  if (item.rules.evidence !== undefined) {
    const at = part === undefined ? {} : { part };
    return button(`${verb}…`, { do: 'item:evidence', ...named, ...at }, { ...primary, ...labelled(verb) });
  }
  if (verb === 'Approve') return button(verb, { do: 'item:approve', ...named }, { ...primary, ...labelled(verb) });
  return button('Done', { do: 'item:set', ...named, done: true }, { ...primary, ...labelled('Done') });
}
