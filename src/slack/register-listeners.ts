import type { App } from '@slack/bolt';
import type { ActionName } from './button-action.js';
import { createGuard } from './guard.js';
import { guideCommand } from './listeners/guide-command.js';
import type { PressListener } from './listeners/listener.js';
import { ask, list, openPage, preview } from './listeners/navigate.js';
import { postChecklist } from './listeners/post-checklist.js';
import { openDialog, turnDialog } from './listeners/read-page.js';
import { share } from './listeners/share.js';
import { setItem, showWindow } from './listeners/tick-item.js';
import { onCommand } from './on-command.js';
import { onPress } from './on-press.js';
import type { Services } from './services.js';

/** Everything that Slack can send, and who answers. */
export const registerListeners = (app: App, services: Services): void => {
  const guard = createGuard(services);
  const presses: { readonly [N in ActionName]: PressListener<N> } = {
    ask: ask(services),
    'open-page': openPage(services),
    'open-dialog': openDialog(services),
    'turn-dialog': turnDialog(services),
    share: share(services),
    list: list(services),
    preview: preview(services),
    post: postChecklist(services),
    'set-item': setItem(services),
    'show-window': showWindow(services),
  };
  // Any command that reaches this app is its own, whatever the workspace calls it. It is answered before Bolt walks through
  // its listeners, which takes longer than the answer.
  const command = onCommand(guard, guideCommand(services));
  app.use(async (args) => ('command' in args ? command(args) : args.next()));
  app.action(/.*/s, onPress(guard, services, presses));
  // Nothing else is declared in the manifest; what comes all the same is acknowledged, or Slack would show an error.
  app.view(/.*/s, async ({ ack }) => ack());
  app.shortcut(/.*/s, async ({ ack }) => ack());
  app.options(/.*/s, async ({ ack }) => ack({ options: [] }));
};
