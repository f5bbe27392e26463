import type { ModalView } from '@slack/types';
import type { Message } from '../blocks.js';
import { dialog } from './dialog.js';

/** What became of a press or of an entry, said in a dialog of its own: a dialog has no channel to answer in. */
export function noticeDialog({ blocks }: Pick<Message, 'blocks'>, title = 'Guidepost'): ModalView {
  return dialog({ kind: 'notice', title, blocks });
}
