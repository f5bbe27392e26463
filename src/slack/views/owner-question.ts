import type { Button, KnownBlock, ModalView } from '@slack/types';
import { MAX_ANSWER, type NamedPerson, type OwnerMessage, type OwnerQuestion } from '../../asks/owner-questions.js';
import { actions, button, contextLine, dialog, input, linkButton, type Message, section } from '../block-kit/blocks.js';
import { encodeDialog, type Place } from '../block-kit/dialog-state.js';
import { bold, cutPlain, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { personLink, said } from './format.js';
import { messageOf } from './message-text.js';

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
