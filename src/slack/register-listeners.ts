import type { AllMiddlewareArgs, App, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { ActionName } from './button-action.js';
import type { DialogName } from './dialog-state.js';
import { createGuard } from './guard.js';
import { setItem, showWindow } from './listeners/change-run.js';
import type { PressListener, SubmissionListener } from './listeners/listener.js';
import { copy, editItem, history, manage } from './listeners/look-at-run.js';
import { ask, list, openPage, preview } from './listeners/navigate.js';
import { noteRemoval } from './listeners/note-removal.js';
import { archive, repost } from './listeners/open-runs.js';
import { postChecklist } from './listeners/post-checklist.js';
import { openOptions, postWithOptions } from './listeners/post-with-options.js';
import { openDialog, turnDialog } from './listeners/read-page.js';
import { saveItem } from './listeners/save-item.js';
import { find, findAgain, openSearch, search } from './listeners/search.js';
import { share } from './listeners/share.js';
import { showHome } from './listeners/show-home.js';
import type { AnswerCommand, IncomingCommand } from './on-command.js';
import { type Events, onEvent } from './on-event.js';
import { onPress } from './on-press.js';
import { onShortcut } from './on-shortcut.js';
import { onSubmit } from './on-submit.js';
import { onSuggestion } from './on-suggestion.js';
import type { Services } from './services.js';
import { WrittenMessage } from './written-message.js';

/** Everything that Slack can send, and who answers. */
export function registerListeners(app: App, services: Services, answerCommand: AnswerCommand): void {
  const guard = createGuard(services);
  const presses: { readonly [N in ActionName]: PressListener<N> } = {
    ask: ask(services),
    'open-page': openPage(services),
    find: find(services),
    'open-search': openSearch(services),
    'open-dialog': openDialog(services),
    'turn-dialog': turnDialog(services),
    share: share(services),
    list: list(services),
    preview: preview(services),
    post: postChecklist(services),
    'post-options': openOptions(services),
    'set-item': setItem(services),
    'show-window': showWindow(services),
    manage: manage(services),
    'edit-item': editItem(services),
    history: history(services),
    copy: copy(services),
    'bring-down': repost(services),
    archive: archive(services),
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
  app.use(async (args) => ('command' in args ? answerCommand(forBolt(args)) : args.next()));
  app.action(/.*/s, onPress(guard, services, presses));
  app.view(/.*/s, onSubmit(guard, services, submissions));
  app.event(/.*/s, onEvent(guard, events));
  // Not declared in the manifest; if it comes all the same it is acknowledged, or Slack would show an error.
  app.view({ type: 'view_closed', callback_id: /.*/s }, async ({ ack }) => ack());
  app.shortcut(/.*/s, onShortcut(guard, services, { search: search(services) }));
  app.options(/.*/s, onSuggestion(guard, services));
}

/** Bolt's own connections take objects apart before they write them. */
function forBolt({ command, ack, respond }: AllMiddlewareArgs & SlackCommandMiddlewareArgs): IncomingCommand {
  return {
    command,
    ack: (reply) => ack(reply instanceof WrittenMessage ? reply.toJSON() : reply),
    respond: (reply) => respond(reply instanceof WrittenMessage ? reply.toJSON() : reply),
  };
}
