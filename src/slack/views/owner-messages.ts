import type { Button, KnownBlock, ModalView } from '@slack/types';
import { MAX_ANSWER, type NamedPerson, type OwnerMessage, type OwnerQuestion } from '../../asks/owner-questions.js';
import type { Person } from '../../checklist/run.js';
import { ageInWords, type Day } from '../../guide/dates.js';
import type { AuthorMessageContent, GuideFault } from '../../outbox/author-messages.js';
import type { PageQuestion } from '../../reviews/page-reviews.js';
import type { AskedPage } from '../block-kit/action-value.js';
import {
  actions,
  button,
  contextLine,
  dialog,
  input,
  linkButton,
  type Message,
  messageOf,
  section,
} from '../block-kit/blocks.js';
import { encodeDialog, type Place } from '../block-kit/dialog-state.js';
import { bold, cutPlain, escapeEntities, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { count, personLink, said } from './format.js';

const TITLE = 150;
const QUESTION = 500;
const TEXT = 2_600;

/** A message about a question to the owner of a page. */
export function ownerMessage({ kind, question }: OwnerMessage, pageUrl: PageUrl): Message {
  switch (kind) {
    case 'question':
      return questionMessage(question, pageUrl);
    case 'answer':
      return answerMessage(question, pageUrl);
    case 'undeliverable':
      return messageOf([
        section(
          `I could not reach anybody who looks after ${about(question)}, so your question was not asked. Ask in a channel, or tell the person who runs this app.`,
        ),
        ...askedBlocks(question),
      ]);
  }
}

/** To an owner: what was asked, by whom, and a button to answer. Once somebody has answered, the answer. */
export function questionMessage(question: OwnerQuestion, pageUrl: PageUrl): Message {
  const { answer, asker, id, page } = question;
  const opening =
    page === undefined
      ? `${personLink(asker)} asks what the guide does not answer`
      : `${personLink(asker)} has a question about ${bold(cutPlain(page.title, TITLE))}`;
  return messageOf([
    section(`❓ ${opening}`),
    ...askedBlocks(question),
    ...(answer === undefined ? [] : [section(`✅ ${answeredBy(answer.by)}:\n${quote(answer.text, TEXT)}`)]),
    ...row([
      ...(answer === undefined ? [button('Answer…', { do: 'owner:answer', id }, { style: 'primary' })] : []),
      ...pageButton(question, pageUrl),
    ]),
    ...(answer === undefined
      ? [
          contextLine(
            `${WHY[page === undefined ? 'guide' : 'page']} Your answer goes to ${personLink(asker)} as a direct message.`,
          ),
        ]
      : []),
  ]);
}

const WHY = {
  page: 'You get this because you look after this page.',
  guide: 'You get this because you look after the guide.',
} as const;

/** To the asker. */
function answerMessage(question: OwnerQuestion, pageUrl: PageUrl): Message {
  const { answer } = question;
  if (answer === undefined) throw new Error('A question without an answer has no message about it');
  const asked = question.missing ?? question.question;
  const buttons = [
    ...(answer.link === undefined ? [] : [linkButton('Go to the channel', answer.link)]),
    ...pageButton(question, pageUrl),
  ];
  return messageOf([
    section(`💬 ${answeredBy(answer.by)} your question about ${about(question)}:`),
    section(quote(answer.text, TEXT)),
    ...(asked === undefined ? [] : [contextLine(`You asked: ${escapeMrkdwn(cutPlain(asked, QUESTION))}`)]),
    ...row(buttons),
  ]);
}

function row(buttons: readonly Button[]): KnownBlock[] {
  return buttons.length === 0 ? [] : [actions(buttons)];
}

/** Who answered: nobody by name once they wanted to be forgotten. */
function answeredBy(by: NamedPerson): string {
  return `${by.id === '' ? 'Somebody' : personLink(by)} answered`;
}

function about({ page }: OwnerQuestion): string {
  return page === undefined ? 'the guide' : bold(cutPlain(page.title, TITLE));
}

/** What was asked of the guide, and what was missing. */
function askedBlocks({ question, missing }: OwnerQuestion): KnownBlock[] {
  return [
    ...(missing === undefined ? [] : [section(quote(missing, TEXT))]),
    ...(question === undefined
      ? []
      : missing === undefined
        ? [section(quote(question, QUESTION))]
        : [contextLine(`Asked the guide: ${escapeMrkdwn(cutPlain(question, QUESTION))}`)]),
  ];
}

function pageButton({ page }: OwnerQuestion, pageUrl: PageUrl): Button[] {
  if (page === undefined) return [];
  const url = pageUrl({ kind: 'page', slug: page.slug });
  return [
    url === undefined
      ? button('Read the page', { do: 'page:read', slug: page.slug, anew: true })
      : linkButton('Read the page', url),
  ];
}

/** What somebody wrote, as a quotation that keeps its lines. */
function quote(text: string, max: number): string {
  const lines: string[] = [];
  let room = max;
  for (const line of text.split('\n')) {
    if (room <= 0) break;
    const shown = line.trim() === '' ? '' : said(line, room);
    lines.push(`> ${shown}`);
    room -= shown.length + 3;
  }
  return lines.join('\n');
}

/** The field of the dialog. */
export const ANSWER = 'answer';

/** The dialog in which an owner answers. */
export function ownerAnswerDialog(
  question: OwnerQuestion,
  { place, message }: { place: Place | undefined; message: string | undefined },
): ModalView {
  return dialog({
    kind: 'owner-answer',
    title: 'Answer',
    submit: 'Send',
    close: 'Cancel',
    metadata: encodeDialog({
      dialog: 'owner-answer',
      id: question.id,
      ...(place && { place }),
      ...(message !== undefined && { message }),
    }),
    blocks: [
      section(`${personLink(question.asker)} asks about ${about(question)}:`),
      ...askedBlocks(question),
      input(
        ANSWER,
        'Your answer',
        { type: 'plain_text_input', action_id: ANSWER, multiline: true, max_length: MAX_ANSWER, focus_on_load: true },
        {
          hint: 'They get it as a direct message, with your name. If others may ask the same, put it on the page, too.',
        },
      ),
    ],
  });
}

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

/** All of them have to fit one message. */
const ERRORS = 12;
const PLACE = 150;
const FAULT = 300;

/** Tells an author what is wrong with the guide, or that it is fine again. */
export function guideReportMessage({ errors, outcome, total, version }: AuthorMessageContent): Message {
  const of = version === undefined ? '' : ` (${version})`;
  if (outcome === 'fine') {
    return messageOf([section(escapeMrkdwn(`✅ The guide is fine again${of}. All of its pages are in use.`))]);
  }
  const opening = {
    refused: `The guide was not updated${of}: these errors would take away pages that people read now. The version before it stays in use.`,
    unusable: `The guide cannot be used${of}, and there is no version before it, so nobody gets an answer.`,
    'left-out': `The guide is in use${of}, but without the files that have errors.`,
  }[outcome];
  const shown = errors.slice(0, ERRORS);
  const more = total - shown.length;
  return messageOf([
    section(`⚠️ ${escapeMrkdwn(opening)}`),
    ...shown.map((error) => section(faultLine(error))),
    contextLine(
      `${more > 0 ? `and ${count(more, 'more error')}. ` : ''}\`guidepost check\` lists everything that is wrong with a guide. You get another message when it is fixed.`,
    ),
  ]);
}

/** `docs/deploy.md:7`, and what is wrong. */
function faultLine({ file, line, text }: GuideFault): string {
  const place = `${cutPlain(file, PLACE)}${line === undefined ? '' : `:${line}`}`.replaceAll('`', 'ˋ');
  return `\`${escapeEntities(place)}\` ${escapeMrkdwn(cutPlain(text, FAULT))}`;
}
