import type { Middleware, SlackShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import type { Message } from '../block-kit/blocks.js';
import { installationOf } from '../payload.js';
import type { Services } from '../services.js';
import type { ShortcutName } from '../surface.js';
import { busyNotice, noticeDialog } from '../views/notices.js';
import { showDialog } from './dialogs.js';
import type { ShortcutListener } from './listener.js';
import type { Guard } from './middleware.js';

type Shortcuts = { readonly [N in ShortcutName]: ShortcutListener };

/** Adapts the table of shortcuts to Bolt. A shortcut has no channel: what is to be said stands in a dialog. */
export function onShortcut(
  guard: Guard,
  { clientFor, limits }: Services,
  shortcuts: Shortcuts,
): Middleware<SlackShortcutMiddlewareArgs<SlackShortcut>> {
  return async ({ ack, body }) => {
    const { callback_id: name } = body;
    // Of another release; Slack would show an error.
    if (!Object.hasOwn(shortcuts, name)) return ack();
    const installation = installationOf(body);
    const request = guard.begin({
      kind: 'shortcut',
      action: name,
      what: `The shortcut ${name}`,
      installation,
    });
    const tell = (message: Message): Promise<void> => showDialog(clientFor(installation), body, noticeDialog(message));
    await guard.run(
      request,
      async () => {
        await ack();
        request.acknowledged();
        const refusal = limits.take(installation, body.user.id);
        if (refusal === undefined) return shortcuts[name as ShortcutName]({ body, installation });
        request.refused();
        await tell(busyNotice(refusal));
      },
      tell,
    );
  };
}
