import { progressOf } from '../../checklist/progress.js';
import { type Person, partOutside, peopleWhoDid, type Run } from '../../checklist/run.js';
import type { NotificationContent } from '../../outbox/store.js';
import { actions, button, linkButton, type Message, messageOf, section } from '../block-kit/blocks.js';
import { bold, cutPlain, escapeEntities, escapeMrkdwn, link } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { itemButton, itemLine, itemSign } from './checklist-items.js';
import { count, duration, peopleList, personLink, runTitle } from './format.js';

/** "in 2 h 10 min, by Ada and 2 more"; undefined while an item is open. */
export function completionFacts(run: Run, people: number): string | undefined {
  if (run.completedAt === undefined) return undefined;
  const who = peopleWhoDid(run);
  return `in ${duration(run.postedAt, run.completedAt)}${who.length > 0 ? `, by ${peopleList(who, people)}` : ''}`;
}

/** The line in the thread of a run whose last item was done or skipped. */
export function completionLine(run: Run): string {
  const { done, skipped, total } = progressOf(run);
  const what = done === total ? `All ${count(total, 'item')} of` : `${done} of ${count(total, 'item')} of`;
  const rest = skipped === 0 ? '' : `, ${skipped} skipped`;
  return `✅ ${what} ${bold(runTitle(run))} are done${rest}, ${completionFacts(run, 10) ?? 'just now'}.`;
}

/** Replaces the old message of a run that was reposted, and links to the new one. */
export function movedMessage(run: Run, url: string | undefined): Message {
  const title = runTitle(run);
  return {
    text: escapeEntities(`${title} was reposted.`),
    blocks: [
      section(
        url === undefined
          ? `${bold(title)} was reposted further down in <#${run.channel}>.`
          : `This checklist was reposted: ${link(title, url)}`,
      ),
    ],
  };
}

/** An item, and the address of the message that shows it, where that is known. */
export interface ItemLocation {
  readonly run: Run;
  readonly item: string;
  readonly url: string | undefined;
}

/** A line in the thread of a run: who has a role now. People are links, so it notifies nobody. */
export function roleLine({ role, to, by, note }: Extract<NotificationContent, { kind: 'role' }>): string {
  const name = escapeMrkdwn(role);
  const what =
    to === undefined
      ? `${personLink(by)} gave the role *${name}* back. Nobody has it now.`
      : to.id === by.id
        ? `${personLink(to)} has the role *${name}* now.`
        : `${personLink(by)} handed the role *${name}* over to ${personLink(to)}.`;
  return note === undefined ? what : `${what}\n${quoteLines(escapeMrkdwn(cutPlain(note, NOTE)))}`;
}

/** A line in the thread of a run: its gate was opened although items were open, or closed again. */
export function gateLine({ by, phase, reason }: Extract<NotificationContent, { kind: 'gate' }>): string {
  const where = phase === undefined ? '' : ` for *${escapeMrkdwn(phase)}*`;
  return reason === undefined
    ? `${personLink(by)} closed the gate${where} again. A deployment waits for the open items.`
    : `⚠️ ${personLink(by)} opened the gate${where}, although items are open:\n${quoteLines(escapeMrkdwn(cutPlain(reason, NOTE)))}`;
}

const NOTE = 1_000;

function quoteLines(text: string): string {
  return text.replace(/^/gm, '> ');
}

/** Tells a person once that an item was assigned to them, with everything they need to do it. */
export function assignedMessage(location: ItemLocation, by: Person, pageUrl: PageUrl): Message {
  return itemMessage(location, pageUrl, {
    text: `${cutPlain(by.name, 60)} assigned you an item of ${titleOutside(location.run)}`,
    opening: `${personLink(by)} assigned you an item of ${place(location)}:`,
  });
}

/** Tells an item's assignee once that its due date has passed. */
export function overdueMessage(location: ItemLocation, pageUrl: PageUrl): Message {
  return itemMessage(location, pageUrl, {
    text: `An item of yours is overdue in ${titleOutside(location.run)}`,
    opening: `An item of yours in ${place(location)} is overdue:`,
  });
}

/** Takes the place of a message about an item after a press in it. */
export function changedItemMessage(location: ItemLocation, pageUrl: PageUrl): Message {
  return itemMessage(location, pageUrl, {
    text: `Your item of ${titleOutside(location.run)}`,
    opening: `Your item of ${place(location)}:`,
  });
}

const DETAIL = 1_500;
const SAID = 500;

/** One item for the person it belongs to, with its button. They may not be in the channel, so it shows nothing else of the run. */
function itemMessage(
  { run, item: id, url }: ItemLocation,
  pageUrl: PageUrl,
  { text, opening }: { readonly text: string; readonly opening: string },
): Message {
  const item = run.items.find((each) => each.id === id);
  const title = cutPlain(item?.title ?? '', ITEM) || 'an item';
  if (item === undefined) return { text: escapeEntities(`${text}: ${title}`), blocks: [section(opening)] };
  const line = itemLine(partOutside(run, item.assignee?.id ?? ''), item, SAID);
  const [detail = '', ...more] = layOut(item.detail, pageUrl, DETAIL);
  const done = itemButton(run, item, { home: true });
  const open = button('Edit', { do: 'item:edit', run: run.id, item: id, home: true }, { label: `Edit ${item.title}` });
  const lines = [`${itemSign(item)}${bold(title)}`, line, `${detail}${more.length > 0 ? ' …' : ''}`];
  return messageOf(
    [
      section(opening),
      section(lines.filter((each) => each !== '').join('\n')),
      ...(run.archivedAt || item.doesNotApply !== undefined
        ? []
        : [actions([...(done ? [done] : []), open, ...(url === undefined ? [] : [linkButton('Open', url)])])]),
    ],
    `${text}: ${title}`,
  );
}

const ITEM = 300;

function place({ run, url }: ItemLocation): string {
  return `${link(titleOutside(run), url)} in <#${run.channel}>`;
}

/** An assignee may not be in the channel, where the run got its name. */
function titleOutside(run: Run): string {
  return runTitle(run.isPublic ? run : { title: run.title });
}
