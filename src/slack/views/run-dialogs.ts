import type { ModalView } from '@slack/types';
import { MAX_TITLE } from '../../checklist/change-run.js';
import { LEAD } from '../../checklist/rules.js';
import type { Run, RunItem } from '../../checklist/run.js';
import { dialog, input, option, plainText, section } from '../block-kit/blocks.js';
import { encodeDialog } from '../block-kit/dialog-state.js';
import { limits } from '../block-kit/limits.js';
import { bold } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { runTitle } from './format.js';

/** What a dialog about a run needs besides the run. */
export interface RunDialogOptions {
  /** Opened outside the channel. */
  readonly home?: true | undefined;
}

/** Adds an item that is not in the guide. @param item the id of the new item, made with the dialog so that a repeat adds it once */
export function addItemDialog(run: Run, item: string, { home }: RunDialogOptions): ModalView {
  const last = run.phases.at(-1);
  const phases = run.phases.slice(0, PHASES).map(({ id, title }) => option(title, id));
  const chosen = phases.find(({ value }) => value === last?.id);
  return dialog({
    kind: 'add-item',
    title: 'Add an item',
    submit: 'Add',
    close: 'Cancel',
    metadata: encodeDialog({ dialog: 'add-item', run: run.id, item, ...(home && { home }) }),
    blocks: [
      section(`${bold(runTitle(run))}\nThe item is added to this run only. The guide stays as it is.`),
      input('title', 'What has to be done?', { type: 'plain_text_input', action_id: 'title', max_length: MAX_TITLE }),
      ...(phases.length > 0
        ? [
            input('phase', 'At the end of', {
              type: 'static_select',
              action_id: 'phase',
              options: phases,
              ...(chosen && { initial_option: chosen }),
            }),
          ]
        : []),
    ],
  });
}

const PHASES = 100;
/** Characters of the note for the next person. */
const NOTE = 1_000;
const ROLES = 20;

/** Who has which role. Each change is a line in the thread. */
export function rolesDialog(run: Run, { home }: RunDialogOptions): ModalView {
  const roles = (run.roles.length > 0 ? run.roles : [{ name: LEAD }]).slice(0, ROLES) as Run['roles'];
  return dialog({
    kind: 'roles',
    title: 'Roles',
    submit: 'Save',
    close: 'Cancel',
    metadata: encodeDialog({
      dialog: 'roles',
      run: run.id,
      seen: roles.map(({ name, holder }) => [name, holder?.id ?? '']),
      ...(home && { home }),
    }),
    blocks: [
      section(`${bold(runTitle(run))}\nEach change is posted in the thread, with names.`),
      ...roles.map(({ name, holder }, index) =>
        input(
          roleField(index),
          name === LEAD ? 'Lead' : `Role “${name}”`,
          {
            type: 'users_select',
            action_id: 'role',
            placeholder: plainText('Nobody yet'),
            ...(holder && { initial_user: holder.id }),
          },
          {
            optional: true,
            ...(name === LEAD && { hint: 'The lead can skip required items and archive the checklist.' }),
          },
        ),
      ),
      input(
        'note',
        'Note for the next person',
        { type: 'plain_text_input', action_id: 'note', multiline: true, max_length: NOTE },
        { optional: true, hint: 'It is posted in the thread with the change.' },
      ),
    ],
  });
}

/** The field of a role, by its place in `seen`. */
export function roleField(index: number): string {
  return `role-${index}`;
}

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
