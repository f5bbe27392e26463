import type { Middleware, SlackOptionsMiddlewareArgs, SlackShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import type { PlainTextOption } from '@slack/types';
import type { Answer } from '../../../answer/answer.js';
import { isTriggerExpired } from '../../api/errors.js';
import { type ButtonAction, SEARCH_FIELD } from '../../block-kit/action-value.js';
import { shortHash } from '../../block-kit/checked-json.js';
import { unescapeEntities } from '../../block-kit/mrkdwn/escape.js';
import { installationOf } from '../../payload.js';
import type { Answering, Services } from '../../services.js';
import { noticeDialog } from '../../views/notices.js';
import { renderAnswer } from '../../views/render-answer.js';
import { searchOptions } from '../../views/search.js';
import { newSearch, showDialog } from '../dialogs.js';
import { beginRequest, handleShortcut } from '../middleware.js';
import type { PressListener } from '../press.js';
import { askerOf, recordOpened } from '../record.js';

/** `search:open`: opens the search dialog; in the dialog itself, empties it. */
export function openSearch({ slack, views }: Pick<Services, 'slack' | 'views'>): PressListener<'search:open'> {
  return async ({ acknowledge, body, installation }) => {
    await acknowledge();
    await showDialog(slack.clientFor(installation), body, newSearch(views.newId));
  };
}

/** `search:choose`: shows what was chosen. */
export function showChoice(services: Pick<Services, 'answering' | 'handling'>): PressListener<'search:choose'> {
  return async (press) => {
    const { acknowledge, action, context, replace, request } = press;
    await acknowledge();
    const answer = request.answered(openChoice(services.answering, action));
    await replace(renderAnswer(answer, context));
    recordOpened(services, askerOf(press), answer);
  };
}

/** Opens a chosen page at the chosen section, if it still has that. */
export function openChoice(
  { answers, guide }: Answering,
  { slug, section: hash }: Extract<ButtonAction, { do: 'search:choose' }>,
): Answer {
  const sections = hash === undefined ? [] : (guide().bySlug.get(slug)?.sections ?? []);
  const section = sections.find(({ anchor }) => shortHash(anchor) === hash);
  return section ? answers.openSection(slug, section.anchor) : answers.openPage(slug, { slugs: [] });
}

/** Nobody reads more lines while typing. */
const MAX_SUGGESTIONS = 15;

/**
 * Suggests what fits the letters typed so far. Slack asks at each letter, and takes only what comes with the acknowledgement
 * within 3 s. After a failure or too many letters, the list is empty.
 */
export function suggest(
  services: Pick<Services, 'answering' | 'handling' | 'logger'>,
): Middleware<SlackOptionsMiddlewareArgs<'block_suggestion'>> {
  const { answering, handling } = services;
  return async ({ ack, body, context }) => {
    const installation = installationOf(body);
    const request = beginRequest(services, context, {
      kind: 'options',
      action: SEARCH_FIELD,
      what: 'The search field',
      installation,
    });
    const offer = async (options: PlainTextOption[]): Promise<void> => {
      request.acknowledged();
      await ack({ options });
    };
    await request.handle(
      async () => {
        if (handling.suggestionLimits.take(installation, body.user.id) === undefined) {
          const typed = unescapeEntities(body.value);
          return offer(searchOptions(typed, answering.answers.suggest(typed, MAX_SUGGESTIONS)));
        }
        request.refused();
        await offer([]);
      },
      () => offer([]),
    );
  };
}

/** Opens the search dialog from anywhere in Slack. A shortcut has no channel, so notices are dialogs too, or a direct message if it is too late for a dialog. */
export function searchShortcut(services: Services): Middleware<SlackShortcutMiddlewareArgs<SlackShortcut>> {
  const { slack, views } = services;
  return async (args) => {
    const { body } = args;
    const client = slack.clientFor(installationOf(body));
    await handleShortcut(services, args, {
      name: 'search',
      listen: () => showDialog(client, body, newSearch(views.newId)),
      async notify(message) {
        try {
          await showDialog(client, body, noticeDialog(message));
        } catch (error) {
          if (!isTriggerExpired(error)) throw error;
          await client.chat.postMessage({ channel: body.user.id, ...message });
        }
      },
    });
  };
}
