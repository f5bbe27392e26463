import type { ModalView } from '@slack/types';
import type { Run, RunItem } from '../../checklist/run.js';
import { dialog, input, section } from '../block-kit/blocks.js';
import { encodeDialog } from '../block-kit/dialog-state.js';
import { limits } from '../block-kit/limits.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';

/** The field for what an item asks for. */
export const EVIDENCE = 'evidence';

const LENGTH = 2_000;

/** Asks for the link or the note without which an item is not done. */
export function evidenceDialog(
  run: Run,
  item: RunItem,
  pageUrl: PageUrl,
  below: { part?: number; home?: true },
): ModalView {
  const [text = '…', ...more] = layOut(
    [{ type: 'paragraph', children: [{ type: 'strong', children: [...item.titleContent] }] }, ...item.detail],
    pageUrl,
    limits.sectionText - 2,
  );
  return dialog({
    kind: 'evidence',
    title: 'Mark as done',
    submit: 'Done',
    close: 'Cancel',
    metadata: encodeDialog({ dialog: 'evidence', run: run.id, item: item.id, ...below }),
    blocks: [
      section(`${text}${more.length > 0 ? ' …' : ''}`),
      item.rules.evidence === 'url'
        ? input(
            EVIDENCE,
            'Link',
            { type: 'url_text_input', action_id: EVIDENCE },
            {
              hint: 'Where everyone can see that it is done, such as a pipeline or a dashboard. It starts with https://.',
            },
          )
        : input(
            EVIDENCE,
            'What shows that it is done?',
            { type: 'plain_text_input', action_id: EVIDENCE, multiline: true, max_length: LENGTH },
            { hint: 'It is kept with the item, in the history and in exports.' },
          ),
    ],
  });
}
