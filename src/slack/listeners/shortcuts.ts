import type { Middleware, SlackShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { isTriggerExpired } from '../api/errors.js';
import type { Message } from '../block-kit/blocks.js';
import { installationOf } from '../payload.js';
import type { Services } from '../services.js';
import { busyNotice, noticeDialog } from '../views/notices.js';
import { newSearch, showDialog } from './dialogs.js';
import { beginRequest } from './middleware.js';

/** Opens the search dialog from anywhere in Slack. A shortcut has no channel, so notices are dialogs too, or a direct message if it is too late for a dialog. */
export function searchShortcut(services: Services): Middleware<SlackShortcutMiddlewareArgs<SlackShortcut>> {
  const { handling, slack, views } = services;
  return async ({ ack, body, context }) => {
    const installation = installationOf(body);
    const client = slack.clientFor(installation);
    const request = beginRequest(services, context, {
      kind: 'shortcut',
      action: 'search',
      what: 'The shortcut search',
      installation,
    });
    const notify = async (message: Message): Promise<void> => {
      try {
        await showDialog(client, body, noticeDialog(message));
      } catch (error) {
        if (!isTriggerExpired(error)) throw error;
        await client.chat.postMessage({ channel: body.user.id, ...message });
      }
    };
    await request.handle(async () => {
      await ack();
      request.acknowledged();
      const refusal = handling.limits.take(installation, body.user.id);
      if (refusal) {
        request.refused();
        return notify(busyNotice(refusal));
      }
      await showDialog(client, body, newSearch(views.newId));
    }, notify);
  };
}
