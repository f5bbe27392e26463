import type { BlockAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { slackErrorCode } from './api/errors.js';

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
