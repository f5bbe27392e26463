import type { KnownBlock, ModalView } from '@slack/types';
import type { Answer } from '../../answer/answer.js';
import { SEARCH_FIELD } from '../block-kit/action-value.js';
import {
  actions,
  button,
  contextLine,
  dialog,
  divider,
  input,
  type Message,
  messageOf,
  plainText,
  section,
} from '../block-kit/blocks.js';
import { type DialogState, encodeDialog, type Place } from '../block-kit/dialog-state.js';
import { bold, cutPlain, link } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { browseTopicsButton } from './pages.js';
import { renderAnswer } from './render-answer.js';
import { inPlace } from './share.js';

export const ANSWER_DIALOG = 'answer';

/** The `block_id` of the field for another question. With each answer it is another one, which empties the field. */
export function questionField(id: string): string {
  return `question-${id}`;
}

/** The longest question that the field takes. */
const QUESTION = 300;
/** Characters of a question that `private_metadata` has room for, next to everything else. */
const KEPT_QUESTION = 1_200;

export interface ShownAnswer {
  readonly answer: Answer;
  /** A new id: see `DialogState`. */
  readonly id: string;
  /** The conversation of the message, with the thread that a reply goes to. */
  readonly place: Place;
  /** The person asked it in the dialog; otherwise the message did. */
  readonly isOwn?: boolean;
  /** The message has nothing that could be asked, such as a picture. */
  readonly isEmpty?: boolean;
  /** What the person should read first: why the answer was not posted. */
  readonly problem?: Pick<Message, 'blocks'>;
  /** Of a list that does not fit a message. */
  readonly part?: number | undefined;
}

/** The answer to somebody's message, which the person may post below it; or ask something else. */
export function answerDialog(shown: ShownAnswer, context: RenderContext): ModalView {
  const { answer, id, place, isOwn, isEmpty, problem, part } = shown;
  const rendering = {
    ...context,
    inDialog: true,
    isAboutMessage: !isOwn,
    ...(place.thread && { thread: place.thread }),
  };
  const posted = isEmpty ? undefined : postedFor(answer);
  const hint = `*Reply in thread* posts a short version for everyone ${inPlace(place)}.`;
  return dialog({
    kind: ANSWER_DIALOG,
    title: 'Answer with the guide',
    // A dialog with a field has to have a button for it.
    submit: posted === undefined ? 'Ask' : 'Reply in thread',
    close: posted === undefined ? 'Close' : 'Cancel',
    metadata: encodeDialog({ dialog: 'answer', id, place, ...posted, ...(isOwn && { isOwn }) }),
    blocks: [
      ...(problem ? [...problem.blocks, divider] : []),
      ...(isEmpty ? nothingToRead(answer) : renderAnswer(answer, rendering, part).blocks),
      divider,
      ...(posted === undefined ? [] : [contextLine(hint)]),
      anotherQuestion(id, posted !== undefined),
    ],
  });
}

/** What finds the same answer again; undefined for one that would say nothing to others. */
function postedFor(
  answer: Answer,
): Pick<DialogState & { dialog: 'answer' }, 'slug' | 'question' | 'section'> | undefined {
  if (answer.kind === 'results') return fits(answer.question) ? { question: answer.question } : undefined;
  if (answer.kind !== 'page') return undefined;
  const { page, passage, trail } = answer;
  const { slug } = page;
  // A page that the person went on to has nothing to do with the question.
  const question = trail.slugs.length === 0 ? trail.question : undefined;
  if (question !== undefined && fits(question)) return { slug, question };
  return { slug, ...(passage && { section: passage.section.anchor }) };
}

function fits(question: string): boolean {
  return JSON.stringify(question).length <= KEPT_QUESTION;
}

function nothingToRead(help: Answer): KnownBlock[] {
  const examples = help.kind === 'help' ? help.examples : [];
  return [
    section(
      `*This message has no text that I can read.* Ask in your own words below.${examples.length > 0 ? ' For example:' : ''}`,
    ),
    actions([...examples.map((question) => button(question, { do: 'question:ask', question })), browseTopicsButton]),
  ];
}

function anotherQuestion(id: string, optional: boolean): KnownBlock {
  return {
    ...input(
      questionField(id),
      optional ? 'Or ask something else' : 'Ask in your own words',
      {
        type: 'plain_text_input',
        action_id: SEARCH_FIELD,
        max_length: QUESTION,
        placeholder: plainText('A question or keywords'),
        dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      },
      { optional },
    ),
    dispatch_action: true,
  };
}

export interface Replied {
  readonly answer: Answer;
  readonly place: Place;
  readonly person: string;
  /** The posted message, if the app may delete it. */
  readonly message: string | undefined;
  /** Its address, if it is known. */
  readonly url: string | undefined;
}

/** Tells the person that the answer is posted, where, and how to take it back. */
export function repliedNotice({ answer, place, person, message, url }: Replied): Message {
  const title = answer.kind === 'page' ? bold(cutPlain(answer.page.title, 150)) : 'the pages that could answer';
  const posted = `✅ Posted ${inPlace(place)}: ${title}`;
  if (message === undefined) return messageOf([section(`${posted}\nTo take it back, press *Remove* below it.`)]);
  const remove = { do: 'share:remove', channel: place.channel, message, by: person } as const;
  return messageOf([
    section(
      url === undefined ? posted : `${posted}\n${link('Open it', url)}`,
      button('Remove', remove, { label: 'Remove the posted answer' }),
    ),
  ]);
}

/** A line in place of an answer that can no longer be posted as it was shown. */
export function changedAnswerNotice(): Message {
  return messageOf([section('*The guide has changed, so nothing was posted.* This is its answer now.')]);
}
