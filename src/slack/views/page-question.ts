import type { KnownBlock } from '@slack/types';
import type { Person } from '../../checklist/run.js';
import { ageInWords, type Day } from '../../guide/dates.js';
import type { PageQuestion } from '../../reviews/store.js';
import type { AskedPage } from '../block-kit/action-value.js';
import { actions, button, contextLine, type Message, section } from '../block-kit/blocks.js';
import { bold, cutPlain, escapeEntities, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { count, personLink } from './format.js';
import { messageOf } from './message-text.js';

const TITLE = 150;
const FILE = 150;

/** Asks the owner of a page whether it is still right. @param today the day of the message */
export function pageQuestionMessage(question: PageQuestion, today: Day): Message {
  const { slug, title, file, last, reads, groups } = question;
  const page: AskedPage = { slug, title: cutPlain(title, TITLE), file: cutPlain(file, FILE) };
  const age = `last ${last.kind} ${ageInWords(last.day, today)}, on ${last.day}`;
  const notes = [
    ...(reads === undefined || reads === 0 ? [] : [`Read ${count(reads, 'time')} in the last 90 days.`]),
    ...(groups.length === 0 ? [] : [groups.map((group) => `<!subteam^${group}>`).join(' ')]),
  ];
  return messageOf(
    [
      section(`*Is this page still right?*\n${bold(cutPlain(title, TITLE))}: ${escapeMrkdwn(age)}.`),
      ...(notes.length === 0 ? [] : [contextLine(notes.join(' '))]),
      section(`If it is not, correct ${code(file)} and write ${frontMatterLine(today)} at its top.`),
      actions([
        button('Open', { do: 'page:read', slug, anew: true }, { label: `Open ${title}` }),
        button('Still right', { do: 'page:keep', ...page }, { style: 'primary' }),
        button('Remind me in a month', { do: 'page:snooze', ...page }),
      ]),
    ],
    `Is the page “${cutPlain(title, TITLE)}” still right?`,
  );
}

/** In place of the question, once somebody has said that the page is right. */
export function pageKeptMessage({ slug, title, file }: AskedPage, by: Person, day: Day): Message {
  return messageOf([
    section(
      `✅ ${bold(cutPlain(title, TITLE))} is still right, says ${personLink(by)}. It counts as checked on ${day}.`,
    ),
    contextLine(`To keep that with the page, write ${frontMatterLine(day)} at the top of ${code(file)}.`),
    openPage(slug, title),
  ]);
}

/** In place of the question, once somebody has put it off. */
export function pageSnoozedMessage({ slug, title, file }: AskedPage, day: Day): Message {
  return messageOf([
    section(`${bold(cutPlain(title, TITLE))}: you will be asked again after ${day}.`),
    actions([
      button('Open', { do: 'page:read', slug, anew: true }, { label: `Open ${title}` }),
      button('Still right', { do: 'page:keep', slug, title, file }),
    ]),
  ]);
}

function openPage(slug: string, title: string): KnownBlock {
  return actions([button('Open', { do: 'page:read', slug, anew: true }, { label: `Open ${title}` })]);
}

function frontMatterLine(day: Day): string {
  return code(`updated: "${day}"`);
}

function code(text: string): string {
  return `\`${escapeEntities(cutPlain(text, FILE)).replaceAll('`', 'ˋ')}\``;
}
