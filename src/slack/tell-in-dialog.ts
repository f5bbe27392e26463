import type { BlockAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Message } from './block-kit/blocks.js';
import type { OpenInTime } from './open-in-time.js';
import { showDialog } from './show-dialog.js';
import { noticeDialog } from './views/notices.js';

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
