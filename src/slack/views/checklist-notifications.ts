import { type Person, peopleWhoDid, progressOf, type Run } from '../../checklist/run.js';
import { type Message, section } from '../block-kit/blocks.js';
import { cutPlain, escapeEntities } from '../block-kit/mrkdwn/escape.js';
import { bold, count, day, duration, linked, peopleList, personLink, runTitle } from './format.js';

/** "in 2 h 10 min, by Ada and 2 more"; nothing while an item is open. */
export function completionFacts(run: Run, people: number): string | undefined {
  if (run.completedAt === undefined) return undefined;
  const who = peopleWhoDid(run);
  return `in ${duration(run.postedAt, run.completedAt)}${who.length > 0 ? `, by ${peopleList(who, people)}` : ''}`;
}

/** The one line in the thread of a run whose last item was done or skipped. */
export function completionLine(run: Run): string {
  const { done, skipped, total } = progressOf(run);
  const what = skipped === 0 ? `All ${count(total, 'item')} of` : `${done} of ${count(total, 'item')} of`;
  const rest = skipped === 0 ? '' : `, ${skipped} skipped`;
  return `✅ ${what} ${bold(runTitle(run))} are done${rest}, ${completionFacts(run, 10) ?? 'just now'}.`;
}

/** What stands in place of a message whose run was brought down: the way to the new one. */
export function movedMessage(run: Run, url: string | undefined): Message {
  return {
    text: escapeEntities(`${runTitle(run)} was posted anew, further down.`),
    blocks: [
      section(
        url === undefined
          ? `${linked(runTitle(run), undefined)} was posted anew, further down in <#${run.channel}>.`
          : `This checklist was posted anew: ${linked(runTitle(run), url)}`,
      ),
    ],
  };
}

const ITEM = 300;

/** Where the item is found: the posted message, by its address where that is known. */
export interface Whereabouts {
  readonly run: Run;
  readonly item: string;
  readonly url: string | undefined;
}

/** To whom an item was given, once. */
export function assignedMessage(where: Whereabouts, by: Person): Message {
  const { title, due } = about(where);
  return {
    text: escapeEntities(`${cutPlain(by.name, 60)} gave you an item of ${runTitle(where.run)}: ${title}`),
    blocks: [
      section(
        `${personLink(by)} gave you an item of ${place(where)}:\n${bold(title)}${due ? `\nDue ${day(due)}` : ''}`,
      ),
    ],
  };
}

/** To whoever has an item whose day has passed, once. */
export function overdueMessage(where: Whereabouts): Message {
  const { title, due } = about(where);
  return {
    text: escapeEntities(`An item of yours is overdue in ${runTitle(where.run)}: ${title}`),
    blocks: [
      section(
        `An item of yours in ${place(where)} is overdue:\n${bold(title)}${due ? `\nIt was due ${day(due)}.` : ''} Tick it, skip it with a reason, or set another date under *Manage…*.`,
      ),
    ],
  };
}

function about({ run, item: id }: Whereabouts): { title: string; due: string | undefined } {
  const item = run.items.find((each) => each.id === id);
  return { title: cutPlain(item?.title ?? '', ITEM) || 'an item', due: item?.due };
}

function place({ run, url }: Whereabouts): string {
  return `${linked(runTitle(run), url)} in <#${run.channel}>`;
}
