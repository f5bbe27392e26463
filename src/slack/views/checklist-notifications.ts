import { progressOf } from '../../checklist/progress.js';
import { type Person, peopleWhoDid, type Run } from '../../checklist/run.js';
import { type Message, section } from '../block-kit/blocks.js';
import { bold, cutPlain, escapeEntities, link } from '../block-kit/mrkdwn/escape.js';
import { count, day, duration, peopleList, personLink, runTitle } from './format.js';

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

/** Tells a person once that an item was assigned to them. */
export function assignedMessage(location: ItemLocation, by: Person): Message {
  const { title, due } = about(location);
  return {
    text: escapeEntities(`${cutPlain(by.name, 60)} assigned you an item of ${titleOutside(location.run)}: ${title}`),
    blocks: [
      section(
        `${personLink(by)} assigned you an item of ${place(location)}:\n${bold(title)}${due ? `\nDue ${day(due)}` : ''}`,
      ),
    ],
  };
}

/** Tells an item's assignee once that its due date has passed. */
export function overdueMessage(location: ItemLocation): Message {
  const { title, due } = about(location);
  const since = due ? `It was due ${day(due)}. ` : '';
  return {
    text: escapeEntities(`An item of yours is overdue in ${titleOutside(location.run)}: ${title}`),
    blocks: [
      section(
        `An item of yours in ${place(location)} is overdue:\n${bold(title)}\n${since}Tick it off, or use *Manage…* to skip it or set another date.`,
      ),
    ],
  };
}

const ITEM = 300;

function about({ run, item: id }: ItemLocation): { title: string; due: string | undefined } {
  const item = run.items.find((each) => each.id === id);
  return { title: cutPlain(item?.title ?? '', ITEM) || 'an item', due: item?.due };
}

function place({ run, url }: ItemLocation): string {
  return `${link(titleOutside(run), url)} in <#${run.channel}>`;
}

/** An assignee may not be in the channel, where the run got its name. */
function titleOutside(run: Run): string {
  return runTitle(run.isPublic ? run : { title: run.title });
}
