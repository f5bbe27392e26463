import type { BlockAction } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { isTriggerExpired, isTriggerUsed, onceMore, slackErrorCode } from '../api/errors.js';
import type { Message } from '../block-kit/blocks.js';
import { limits } from '../block-kit/limits.js';
import { noticeDialog, tooLateNotice } from '../views/notices.js';
import { SEARCH_DIALOG, searchDialog } from '../views/search.js';

/**
 * Shows a dialog after a press. From a message or Home it opens; from a dialog of the same kind it replaces that; from another
 * dialog it goes on top, if there is room. A repeated delivery of the press shows nothing more, because its trigger is used up.
 */
export async function showDialog(
  client: WebClient,
  { trigger_id, view: pressed }: Pick<BlockAction, 'trigger_id' | 'view'>,
  view: ModalView,
): Promise<void> {
  try {
    if (pressed === undefined || pressed.type === 'home') await client.views.open({ trigger_id, view });
    else if (pressed.callback_id === view.callback_id) await client.views.update({ view_id: pressed.id, view });
    else await pushDialog(client, { trigger_id, view }, pressed.id);
  } catch (error) {
    if (!isTriggerUsed(error)) throw error;
  }
}

/** Slack stacks three dialogs. A fourth replaces the pressed one. */
async function pushDialog(
  client: WebClient,
  { trigger_id, view }: { trigger_id: string; view: ModalView },
  pressed: string,
): Promise<void> {
  try {
    await client.views.push({ trigger_id, view });
  } catch (error) {
    if (slackErrorCode(error) !== 'push_limit_reached') throw error;
    await client.views.update({ view_id: pressed, view });
  }
}

/** A trigger opens a dialog for 3 s (docs.slack.dev), and the network takes its share. */
const TRIGGER_DEADLINE_MS = 1_000;

/** Opens a dialog, or replaces the placeholder if that was opened by then. */
export interface PlaceholderDialog {
  show(view: ModalView): Promise<void>;
  /** Stops the placeholder from opening. */
  cancel(): void;
}

/**
 * For a press on Home or a shortcut, whose answer needs a dialog: opens a placeholder if the answer is late, while the trigger is still valid.
 * @param name a new `external_id`, by which the placeholder is found even if the reply with its id was lost
 */
export function openPlaceholder(
  client: WebClient,
  body: Pick<BlockAction, 'trigger_id' | 'view'>,
  { placeholder, name }: { placeholder: ModalView; name: string },
): PlaceholderDialog {
  let opening: Promise<unknown> | undefined;
  const timer = setTimeout(() => {
    opening = client.views
      .open({ trigger_id: body.trigger_id, view: { ...placeholder, external_id: name } })
      .catch(() => {});
  }, TRIGGER_DEADLINE_MS);
  return {
    async show(view) {
      clearTimeout(timer);
      if (opening === undefined) return showDialog(client, body, view);
      await opening;
      try {
        await onceMore(() => client.views.update({ external_id: name, view: { ...view, external_id: name } }));
      } catch (error) {
        if (slackErrorCode(error) !== 'not_found') throw error;
        // It did not open, or the person has closed it.
        await showDialog(client, body, view);
      }
    },
    cancel: () => clearTimeout(timer),
  };
}

/**
 * Shows a message after a press in a dialog or on Home, which have no channel to answer in. If no dialog can go on top because
 * three are open, it replaces the pressed one. If the trigger has expired, the person reads in the pressed view that they should
 * press again.
 */
export async function showNotice(
  client: WebClient,
  body: BlockAction,
  { text, blocks }: Message,
  placeholder: PlaceholderDialog | undefined,
): Promise<void> {
  const notice = noticeDialog({ blocks: blocks ?? [{ type: 'section', text: { type: 'plain_text', text } }] });
  try {
    await (placeholder ? placeholder.show(notice) : showDialog(client, body, notice));
  } catch (error) {
    if (body.view === undefined) throw error;
    if (isTriggerExpired(error)) await askToPressAgain(client, body, body.view);
    else await client.views.update({ view_id: body.view.id, view: notice });
  }
}

/** Marks the line, so that a second late press does not add another one. */
const TOO_LATE_BLOCK = 'too-late';

/** Puts a line on top of the pressed view, which needs no trigger. The rest stays as it is, with what the person has entered. */
async function askToPressAgain(client: WebClient, { user }: BlockAction, pressed: PressedView): Promise<void> {
  const line = { ...tooLateNotice().blocks[0], block_id: TOO_LATE_BLOCK } as KnownBlock;
  const blocks = [line, ...pressed.blocks.filter(({ block_id }) => block_id !== TOO_LATE_BLOCK)].slice(
    0,
    limits.viewBlocks,
  );
  const { callback_id, private_metadata, title, submit, close, clear_on_close, notify_on_close } = pressed;
  if (pressed.type === 'home') await client.views.publish({ user_id: user.id, view: { type: 'home', blocks } });
  else {
    await client.views.update({
      view_id: pressed.id,
      view: {
        type: 'modal',
        title,
        blocks,
        callback_id,
        private_metadata,
        clear_on_close,
        notify_on_close,
        ...(submit && { submit }),
        ...(close && { close }),
      },
    });
  }
}

type PressedView = NonNullable<BlockAction['view']>;

/** The search dialog with an empty field. The field needs a new name, or Slack would keep the previous choice in it. */
export function newSearch(newId: () => string, found?: Pick<Message, 'blocks'>): ModalView {
  return searchDialog({ field: `find-${newId()}`, ...(found && { found }) });
}

/** Whether the press was in the search dialog. */
export function isInSearch({ view }: Pick<BlockAction, 'view'>): boolean {
  return view?.callback_id === SEARCH_DIALOG;
}

/** Shows a message below the field of the search dialog. The choice stays in the field if it is what is shown. */
export async function showInSearch(
  client: WebClient,
  { actions: [pressed], view }: BlockAction,
  found: Message,
  newId: () => string,
): Promise<void> {
  if (view === undefined) return;
  const isChoice = pressed?.type === 'external_select';
  try {
    await client.views.update({
      view_id: view.id,
      view: isChoice ? searchDialog({ field: pressed.block_id, found }) : newSearch(newId, found),
    });
  } catch (error) {
    // The person has closed the dialog.
    if (slackErrorCode(error) !== 'not_found') throw error;
  }
}

/** Updates each view by one call at a time, so that an older picture never replaces a newer one. */
export interface ViewQueue {
  /**
   * Runs `update` now, or once the running update of the same view has ended. Of those that wait only the last one runs: it reads the
   * newest state anyway. Resolves when the view shows what `update` found; rejects if that failed.
   */
  update(view: string, update: () => Promise<void>): Promise<void>;
}

interface Waiting {
  update: () => Promise<void>;
  readonly ended: Promise<void>;
}

export function createViewQueue(): ViewQueue {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Waiting>();

  const start = (view: string, update: () => Promise<void>): Promise<void> => {
    const ended = update().finally(() => running.delete(view));
    running.set(view, ended);
    return ended;
  };

  return {
    update(view, update) {
      const before = running.get(view);
      if (before === undefined) return start(view, update);
      const next = waiting.get(view);
      if (next !== undefined) {
        next.update = update;
        return next.ended;
      }
      const ended = before
        .catch(() => {})
        .then(() => {
          const { update: last } = waiting.get(view) ?? { update };
          waiting.delete(view);
          return start(view, last);
        });
      waiting.set(view, { update, ended });
      return ended;
    },
  };
}
