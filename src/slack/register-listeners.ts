import type { App } from '@slack/bolt';
import type { ActionName } from './block-kit/action-value.js';
import type { DialogName } from './block-kit/dialog-state.js';
import { createGuard } from './guard.js';
import { setItem, showWindow } from './listeners/change-run.js';
import type { PressListener, SubmissionListener } from './listeners/listener.js';
import { copy, editItem, history, manage } from './listeners/look-at-run.js';
import { ask, list, openPage, preview } from './listeners/navigate.js';
import { noteRemoval } from './listeners/note-removal.js';
import { archive, bringDown } from './listeners/open-runs.js';
import { postChecklist } from './listeners/post-checklist.js';
import { openOptions, postWithOptions } from './listeners/post-with-options.js';
import { openDialog, turnDialog } from './listeners/read-page.js';
import { saveItem } from './listeners/save-item.js';
import { find, findAgain, openSearch, search } from './listeners/search.js';
import { share } from './listeners/share.js';
import { showHome } from './listeners/show-home.js';
import type { AnswerCommand } from './on-command.js';
import { type Events, onEvent } from './on-event.js';
import { onPress } from './on-press.js';
import { onShortcut } from './on-shortcut.js';
import { onSubmit } from './on-submit.js';
import { onSuggestion } from './on-suggestion.js';
import type { Services } from './services.js';

/** Everything that Slack can send, and who answers. */
export function registerListeners(app: App, services: Services, answerCommand: AnswerCommand): void {
  const guard = createGuard(services);
  const presses: { readonly [N in ActionName]: PressListener<N> } = {
    'question:ask': ask(services),
    'page:open': openPage(services),
    'search:choose': find(services),
    'search:open': openSearch(services),
    'page:read': openDialog(services),
    'page:turn': turnDialog(services),
    'page:share': share(services),
    'list:open': list(services),
    'checklist:preview': preview(services),
    'checklist:post': postChecklist(services),
    'checklist:options': openOptions(services),
    'item:set': setItem(services),
    'run:window': showWindow(services),
    'run:manage': manage(services),
    'item:edit': editItem(services),
    'run:history': history(services),
    'run:copy': copy(services),
    'run:repost': bringDown(services),
    'run:archive': archive(services),
  };
  const submissions: { readonly [N in DialogName]: SubmissionListener<N> } = {
    search: findAgain(services),
    options: postWithOptions(services),
    item: saveItem(services),
  };
  const events: Events = {
    app_home_opened: showHome(services),
    app_uninstalled: noteRemoval(services),
    tokens_revoked: noteRemoval(services),
  };
  // Any command that reaches this app is its own, whatever the workspace calls it. Over HTTP Bolt sees none.
  app.use(async (args) => ('command' in args ? answerCommand(args) : args.next()));
  app.action(/.*/s, onPress(guard, services, presses));
  app.view(/.*/s, onSubmit(guard, services, submissions));
  app.event(/.*/s, onEvent(guard, events));
  // Not declared in the manifest; if it comes all the same it is acknowledged, or Slack would show an error.
  app.view({ type: 'view_closed', callback_id: /.*/s }, async ({ ack }) => ack());
  app.shortcut(/.*/s, onShortcut(guard, services, { search: search(services) }));
  app.options(/.*/s, onSuggestion(guard, services));
}
