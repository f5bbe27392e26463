import type { KnownBlock, ModalView } from '@slack/types';
import { RUN_NAME_LENGTH } from '../../answer/checklists.js';
import type { Checklist, Page } from '../../guide/page.js';
import { context, section } from '../blocks.js';
import { encodeDialog } from '../dialog-state.js';
import { input, option } from '../inputs.js';
import { plainText } from '../plain-text.js';
import { count } from './count.js';
import { dialog } from './dialog.js';
import { bold, runTitle } from './run-title.js';

/** Slack takes ten boxes in a group and a hundred blocks in a dialog. */
const GROUP = 10;
const GROUPS = 90;

export interface Posting {
  readonly channel: string | undefined;
  readonly name: string | undefined;
  readonly revision: string;
  readonly run: string;
}

/** Where a checklist is posted, what this run is called, and which items are left out. */
export function optionsDialog(page: Page, checklist: Checklist, { channel, name, revision, run }: Posting): ModalView {
  const groups = groupsOf(checklist);
  const beyond = checklist.items.length - GROUP * GROUPS;
  return dialog({
    kind: 'options',
    title: 'Post a checklist',
    submit: 'Post',
    close: 'Cancel',
    metadata: encodeDialog({
      dialog: 'options',
      slug: page.slug,
      revision,
      run,
      // Only there a dialog has no channel around it.
      ...(channel === undefined && { home: true }),
    }),
    blocks: [
      section(`${bold(runTitle({ title: checklist.heading }))}\n${count(checklist.items.length, 'item')}`),
      input('channel', 'Channel', {
        type: 'conversations_select',
        action_id: 'channel',
        placeholder: plainText('Choose a channel'),
        default_to_current_conversation: true,
        ...(channel !== undefined && { initial_conversation: channel }),
        filter: { include: ['public', 'private'], exclude_bot_users: true },
      }),
      input(
        'name',
        'Name of this run',
        {
          type: 'plain_text_input',
          action_id: 'name',
          max_length: RUN_NAME_LENGTH,
          placeholder: plainText('shop-api 2.4'),
          ...(name && { initial_value: name }),
        },
        { optional: true, hint: 'Shown beside the title, to tell it from other runs of the same checklist.' },
      ),
      ...groups,
      ...(beyond > 0
        ? [context(`The last ${count(beyond, 'item')} cannot be left out here; skip them afterwards.`)]
        : []),
    ],
  });
}

function groupsOf({ items }: Checklist): KnownBlock[] {
  const boxes = items.map(({ title }, index) => option(`${index + 1}. ${title}`, String(index)));
  const groups = Array.from({ length: Math.min(GROUPS, Math.ceil(boxes.length / GROUP)) }, (_, index) =>
    boxes.slice(index * GROUP, (index + 1) * GROUP),
  );
  return groups.map((options, index) =>
    input(
      `leave-out-${index}`,
      groups.length === 1 ? 'Leave out' : `Leave out, items ${index * GROUP + 1}–${index * GROUP + options.length}`,
      { type: 'checkboxes', action_id: 'leave-out', options },
      { optional: true },
    ),
  );
}
