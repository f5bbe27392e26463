import type { BlockAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { slackErrorCode } from '../api/errors.js';
import type { Message } from '../block-kit/blocks.js';
import { noticeDialog } from '../views/notices.js';

/**
 * Shows a dialog after a press: in place of one of the same kind, on top of another one, else (in a message, on Home) by itself. A repeated delivery
 * of the press shows nothing more: its trigger is used up.
 */
export async function showDialog(
  client: WebClient,
  { trigger_id, view: pressed }: Pick<BlockAction, 'trigger_id' | 'view'>,
  view: ModalView,
): Promise<void> {
  try {
    if (pressed === undefined || pressed.type === 'home') await client.views.open({ trigger_id, view });
    else if (pressed.callback_id !== view.callback_id) await client.views.push({ trigger_id, view });
    else await client.views.update({ view_id: pressed.id, view });
  } catch (error) {
    if (slackErrorCode(error) !== 'exchanged_trigger_id') throw error;
  }
}

/** A trigger opens a dialog for 3 s (docs.slack.dev); the network has its share of them. */
const DEADLINE_MS = 1_000;

export interface OpenInTime {
  /** Opens the dialog; or puts it in the place of the one that was opened meanwhile. */
  show(view: ModalView): Promise<void>;
  /** Opens nothing more by itself. */
  end(): void;
}

/** For a press on Home, whose answer can only be seen in a dialog: where the answer is late, another dialog holds its place. */
export function openInTime(client: WebClient, body: BlockAction, meanwhile: ModalView): OpenInTime {
  let placeholder: Promise<string | undefined> | undefined;
  const timer = setTimeout(() => {
    placeholder = client.views.open({ trigger_id: body.trigger_id, view: meanwhile }).then(
      ({ view }) => view?.id,
      () => undefined,
    );
  }, DEADLINE_MS);
  return {
    async show(view) {
      clearTimeout(timer);
      const opened = await placeholder;
      if (opened === undefined) await showDialog(client, body, view);
      else await client.views.update({ view_id: opened, view });
    },
    end: () => clearTimeout(timer),
  };
}

/**
 * Says what a press in a dialog or on Home comes to: on top of the dialog, or in its place where no more fit, or where the press is too
 * long ago for that.
 */
export async function tellInDialog(
  client: WebClient,
  body: BlockAction,
  { text, blocks }: Message,
  overHome: OpenInTime | undefined,
): Promise<void> {
  const notice = noticeDialog({ blocks: blocks ?? [{ type: 'section', text: { type: 'plain_text', text } }] });
  try {
    await (overHome ? overHome.show(notice) : showDialog(client, body, notice));
  } catch (error) {
    if (body.view === undefined) throw error;
    await client.views.update({ view_id: body.view.id, view: notice });
  }
}
