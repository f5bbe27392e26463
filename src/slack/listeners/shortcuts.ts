import type { Middleware, SlackShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import type { Message } from '../block-kit/blocks.js';
import { installationOf } from '../payload.js';
import type { Services } from '../services.js';
import { busyNotice, noticeDialog } from '../views/notices.js';
import { newSearch, showDialog } from './dialogs.js';
import { beginRequest } from './middleware.js';

/** Opens the search dialog from anywhere in Slack. A shortcut has no channel, so notices are dialogs too. */
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
    const notify = (message: Message): Promise<void> => showDialog(client, body, noticeDialog(message));
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
