import type { KnownBlock, ModalView } from '@slack/types';
import type { ChannelSettings } from '../../channels/channel-settings.js';
import type { Page } from '../../guide/page.js';
import {
  actions,
  button,
  contextLine,
  dialog,
  input,
  type Message,
  messageOf,
  option,
  plainText,
  section,
} from '../block-kit/blocks.js';
import { encodeDialog } from '../block-kit/dialog-state.js';
import { cutPlain, escapeEntities } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { when } from './format.js';
import { plainNotice } from './notices.js';

/** The fields of the dialog. */
export const PREFERRED_FIELD = 'preferred';
export const MENTIONS_FIELD = 'mentions';
export const QUESTIONS_FIELD = 'questions';
/** The options for mentions. */
export const ANSWER = 'answer';
const IGNORE = 'ignore';

/** A page's title may be longer, but then its slug or an alias is shorter. */
const NAME = 150;

/** Asks what the channel prefers. @param preferred the page of the settings, if the guide still has it */
export function channelSettingsDialog(
  channel: string,
  settings: ChannelSettings,
  preferred: Page | undefined,
): ModalView {
  const { answersMentions, questionsTo } = settings;
  const answer = option('Answer in the thread, for everyone', ANSWER);
  const ignore = option('Do not answer', IGNORE);
  return dialog({
    kind: 'settings',
    title: 'Channel settings',
    submit: 'Save',
    close: 'Cancel',
    metadata: encodeDialog({ dialog: 'settings', channel }),
    blocks: [
      section(`These apply to <#${channel}>. Everyone in the channel can change them.`),
      input(
        PREFERRED_FIELD,
        'Preferred page',
        {
          type: 'plain_text_input',
          action_id: PREFERRED_FIELD,
          max_length: NAME,
          placeholder: plainText('For example the page of your platform'),
          ...(preferred && { initial_value: cutPlain(preferred.title, NAME) }),
        },
        { hint: 'It comes first where several pages could answer.', optional: true },
      ),
      input(MENTIONS_FIELD, 'When somebody mentions me', {
        type: 'radio_buttons',
        action_id: MENTIONS_FIELD,
        options: [answer, ignore],
        initial_option: answersMentions ? answer : ignore,
      }),
      input(
        QUESTIONS_FIELD,
        'Who to ask when the guide has no answer',
        {
          type: 'multi_users_select',
          action_id: QUESTIONS_FIELD,
          max_selected_items: 1,
          placeholder: plainText('Choose a person'),
          ...(questionsTo !== undefined && { initial_users: [questionsTo] }),
        },
        { hint: 'Where nothing is found, a button lets people ask this person.', optional: true },
      ),
      ...lastChange(settings),
    ],
  });
}

function lastChange({ changedBy, changedAt }: ChannelSettings): KnownBlock[] {
  return changedBy === undefined || changedAt === undefined
    ? []
    : [contextLine(`Changed last by <@${changedBy}> ${when(changedAt)}`)];
}

/** Offers a button for the dialog if the app could not open it by itself. */
export function channelSettingsMessage(): Message {
  return messageOf([
    section('What this channel prefers, whether mentions are answered, and who gets open questions.'),
    actions([button('Channel settings', { do: 'settings:open' }, { style: 'primary' })]),
  ]);
}

/** A direct message has no settings. */
export function onlyInChannelsNotice({ command }: Pick<RenderContext, 'command'>): Message {
  return plainNotice(`Settings belong to a channel. Type ${command} settings in the channel.`);
}

/** For who mentions the app where mentions are not answered. */
export function mentionsOffNotice({ command }: Pick<RenderContext, 'command'>): Message {
  return messageOf([
    section(
      `Mentions are not answered in this channel. Type \`${escapeEntities(command)}\` and your question. Only you see the answer. \`${escapeEntities(command)} settings\` changes that.`,
    ),
  ]);
}

/** What to say at the field if the guide has no such page. @param closest titles */
export function noSuchPageText(typed: string, closest: readonly string[]): string {
  const missing = `The guide has no page “${cutPlain(typed, 60)}”.`;
  return closest.length === 0
    ? `${missing} Type a page's title.`
    : `${missing} The closest: ${closest.map((title) => cutPlain(title, 60)).join(', ')}.`;
}

/** Where the channel has chosen a person for open questions, answers that found nothing offer to ask them. */
export function inChannel(context: RenderContext, { questionsTo }: ChannelSettings): RenderContext {
  if (questionsTo === undefined || context.feedback === undefined) return context;
  return { ...context, feedback: { ...context.feedback, onNothing: () => 'colleague' } };
}
