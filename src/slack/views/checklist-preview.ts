import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { ChecklistAnswer } from '../../answer/answer.js';
import { RUN_NAME_LENGTH } from '../../answer/checklists.js';
import type { Checklist, Page } from '../../guide/page.js';
import {
  actions,
  button,
  contextLine,
  dialog,
  header,
  input,
  type Message,
  option,
  plainText,
  section,
} from '../block-kit/blocks.js';
import { encodeDialog } from '../block-kit/dialog-state.js';
import { bold } from '../block-kit/mrkdwn/escape.js';
import { itemNumbers, itemText, unbold } from './checklist-items.js';
import type { RenderContext } from './context.js';
import { count, runTitle } from './format.js';
import { messageOf } from './message-text.js';
import { openButton } from './pages.js';
import { turnButtons, windowsOf } from './paging.js';

/** A checklist as one person sees it before it is posted. `part` pages through a long one. */
export function checklistPreview(
  { page, checklist, name }: ChecklistAnswer,
  context: RenderContext,
  part = 0,
): Message {
  const numbers = itemNumbers(checklist);
  const rows = checklist.items.map((item) => {
    const { title, detail } = itemText(item, numbers.get(item.id) ?? '', context.pageUrl);
    return section(`*${unbold(title)}*${detail === '' ? '' : `\n${detail}`}`);
  });
  const windows = windowsOf(rows, (row) => JSON.stringify(row).length + 1);
  const shown = Math.min(part, windows.length - 1);
  const named = { ...listOf(page, checklist), ...(name === undefined ? {} : { name }) };
  const heading = runTitle({ title: checklist.title, ...named });
  const total = count(checklist.items.length, 'item');
  const where = windows.length > 1 ? ` · part ${shown + 1} of ${windows.length}` : '';
  return messageOf([
    header(heading),
    contextLine(`${total}${where} · Post it, and everyone in the channel can tick items off.`),
    ...(windows[shown] ?? []),
    actions([
      ...postButtons(page, context, named),
      ...turnButtons(
        shown,
        windows.length,
        (to) => ({ do: 'checklist:preview', slug: page.slug, part: to, ...named }),
        ['Previous items', 'More items'],
      ),
      openButton(page, { text: 'Read the page' }),
    ]),
  ]);
}

/** Names a checklist in a button, unless it is the page's first. */
export function listOf({ checklists: [first] }: Page, { id }: Checklist): { list?: string } {
  return first?.id === id ? {} : { list: id };
}

function postButtons(
  { slug }: Page,
  { inDialog, newId }: RenderContext,
  named: { list?: string; name?: string },
): Button[] {
  return inDialog
    ? [button('Post to a channel…', { do: 'checklist:options', slug, ...named }, { style: 'primary' })]
    : [
        button('Post to this channel', { do: 'checklist:post', slug, run: newId(), ...named }, { style: 'primary' }),
        button('Post with options…', { do: 'checklist:options', slug, ...named }),
      ];
}

export interface Posting {
  readonly channel: string | undefined;
  readonly name: string | undefined;
  readonly revision: string;
  readonly run: string;
}

/** Asks where to post a checklist, what to call this run, and which items to leave out. */
export function optionsDialog(page: Page, checklist: Checklist, { channel, name, revision, run }: Posting): ModalView {
  const beyond = checklist.items.length - GROUP * GROUPS;
  return dialog({
    kind: 'options',
    title: 'Post a checklist',
    submit: 'Post',
    close: 'Cancel',
    metadata: encodeDialog({
      dialog: 'options',
      slug: page.slug,
      ...listOf(page, checklist),
      revision,
      run,
      // Only on Home a dialog has no channel around it.
      ...(channel === undefined && { home: true }),
    }),
    blocks: [
      section(`${bold(runTitle({ title: checklist.title }))}\n${count(checklist.items.length, 'item')}`),
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
        { optional: true, hint: 'Shown after the title, to tell this run from others of the same checklist.' },
      ),
      ...itemGroups(checklist),
      ...(beyond > 0
        ? [contextLine(`You can't leave out the last ${count(beyond, 'item')} here. Skip them after posting.`)]
        : []),
    ],
  });
}

/** Slack allows ten checkboxes in a group and a hundred blocks in a dialog. */
const GROUP = 10;
const GROUPS = 90;

function itemGroups({ items }: Checklist): KnownBlock[] {
  const boxes = items.map(({ id, title }, index) => option(`${index + 1}. ${title}`, id));
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
