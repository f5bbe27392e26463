import type { Person, Run } from '../../checklist/run.js';
import { type Message, section } from '../blocks.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeEntities } from '../mrkdwn/escape.js';
import { personLink } from './person.js';
import { bold, linked, runTitle } from './run-title.js';
import { day } from './when.js';

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
