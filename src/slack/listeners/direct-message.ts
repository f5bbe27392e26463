import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { Answer } from '../../answer/answer.js';
import {
  type Aside,
  type ConversationPlace,
  converse,
  isAboutLastAnswer,
  isAside,
  placeAfter,
  readPlace,
  writePlace,
} from '../../answer/conversation.js';
import type { ConversationKey } from '../../outbox/incoming.js';
import type { Installation } from '../../workspaces/installations.js';
import { slackErrorCode } from '../api/errors.js';
import type { Message } from '../block-kit/blocks.js';
import { readTyped } from '../block-kit/mrkdwn/read-message.js';
import { installationOfEvent } from '../payload.js';
import { renderContext, type Services } from '../services.js';
import { directAnswer, welcomeMessage } from '../views/direct-answer.js';
import { busyNotice } from '../views/notices.js';
import { installedMessage, withFirstLine } from '../views/welcome.js';
import { messageFor } from './actions/report.js';
import { beginRequest, onceIfRecorded } from './middleware.js';
import { isFirstCard, recordOpened, recordQuestion } from './record.js';
import { isByPerson, type MessageEvent, postReply } from './reply.js';

/** Answers what a person writes to the app, as a conversation: "next" and a number are about the last answer. */
export function directMessage(services: Services): Middleware<SlackEventMiddlewareArgs<'message'>> {
  const { answering, handling, views } = services;
  return async ({ body, context, event }) => {
    const message = event as MessageEvent;
    if (event.channel_type !== 'im' || !isByPerson(message, context.botUserId)) {
      context.isTaken = true;
      return;
    }
    const { user, channel, text = '', thread_ts: thread } = message;
    const installation = installationOfEvent(body);
    const request = beginRequest(services, context, {
      kind: 'event',
      action: 'message.im',
      what: 'The direct message',
      installation,
    });
    const reply = (answer: Message): Promise<void> => postReply(services, { installation, channel, thread }, answer);
    await request.handle(async () => {
      await onceIfRecorded(handling.seenEvents, { installation, id: body.event_id }, async () => {
        const refusal = handling.limits.take(installation, user);
        if (refusal) {
          request.refused();
          if (refusal.isFirst) await reply(busyNotice(refusal));
          return;
        }
        const key = { installation, person: user };
        const before = await placeOf(services, key);
        const asked = { installation, channel, user, text: readTyped(text) };
        const answer = await converse(answering.answers, asked, before);
        if (!isAside(answer)) request.answered(answer);
        // Written first: the answer to the next line must not come before its place.
        await keepPlace(services, key, placeAfter(answer, before));
        const messageUrl = await views.messageUrls(installation);
        const context = { ...renderContext(views, installation), messageUrl };
        if (isAside(answer)) return reply(directAnswer(answer, context));
        const who = { ...key, surface: 'direct message' } as const;
        const message =
          answer.kind === 'report' ? await messageFor(services, key, answer, context) : directAnswer(answer, context);
        await reply((await isFirstCard(services, who, answer)) ? withFirstLine(message, context) : message);
        if (isAboutLastAnswer(asked.text)) recordOpened(services, who, answer);
        else recordQuestion(services, who, answer);
      });
    }, reply);
  };
}

type Kept = Pick<Services, 'handling' | 'logger'>;

/** Without the database, every line is a question of its own. */
async function placeOf({ handling, logger }: Kept, key: ConversationKey): Promise<ConversationPlace | undefined> {
  try {
    const stored = await handling.conversations.read(key);
    return stored === undefined ? undefined : readPlace(stored);
  } catch (error) {
    logger.warn('The place of a conversation could not be read', { ...key, error });
    return undefined;
  }
}

async function keepPlace({ handling, logger }: Kept, key: ConversationKey, place: ConversationPlace): Promise<void> {
  try {
    await handling.conversations.write(key, writePlace(place));
  } catch (error) {
    logger.warn('The place of a conversation could not be kept', { ...key, error });
  }
}

/** Goes on with a conversation after a press in it, so that "next" and a number are about what is shown now. */
export async function goOn(services: Kept, key: ConversationKey, answer: Answer | Aside): Promise<void> {
  await keepPlace(services, key, placeAfter(answer, await placeOf(services, key)));
}

type OpenedMessages = ConversationKey & { readonly channel: string };

/** Slack shows four at most. */
const PROMPTS = 3;

/**
 * Somebody opens Messages in a workspace with the agent view: Slack offers questions of this guide, and its topics. A press says them.
 * @returns false if it does not
 */
export async function suggestPrompts(
  { answering, logger, slack }: Services,
  { installation, channel }: OpenedMessages,
): Promise<boolean> {
  if (!slack.hasAgentView) return false;
  const prompts = [
    ...answering.answers
      .examples()
      .slice(0, PROMPTS)
      .map((question) => ({ title: question, message: question })),
    { title: 'All topics', message: 'topics' },
  ];
  try {
    const title = 'Ask the guide, for example';
    await slack.clientFor(installation).assistant.threads.setSuggestedPrompts({ channel_id: channel, title, prompts });
    return true;
  } catch (error) {
    const code = slackErrorCode(error) ?? 'uncertain';
    const hint = code === 'missing_scope' ? ': they need the scope assistant:write, see docs/in-slack.md' : '';
    logger.warn(`There are no suggested prompts, but a message with buttons${hint}`, { installation, code, error });
    return false;
  }
}

/** Somebody opens Messages: the first time, the app says what can be asked. */
export async function welcome(services: Services, { installation, person, channel }: OpenedMessages): Promise<void> {
  if (!(await beginConversation(services, { installation, person }))) return;
  await postReply(services, { installation, channel }, welcomeMessage(services.answering.answers.examples()));
}

/** The one message that the app writes by itself: who installed it learns what to try, at the first install. */
export async function welcomeInstaller(
  services: Services,
  { id: installation, installedBy: person }: Pick<Installation, 'id' | 'installedBy'>,
): Promise<void> {
  if (person === '' || !(await beginConversation(services, { installation, person }))) return;
  const [example] = services.answering.answers.examples();
  const message = installedMessage(example, renderContext(services.views, installation));
  // Slack opens the direct message with a person whose id is given.
  await postReply(services, { installation, channel: person }, message);
}

/** @returns whether it is the first one; false while the database is away, which would not know a second time */
async function beginConversation({ handling, logger }: Kept, key: ConversationKey): Promise<boolean> {
  try {
    return await handling.conversations.begin(key);
  } catch (error) {
    logger.debug('Nobody is welcomed while the database is away', { ...key, error });
    return false;
  }
}
