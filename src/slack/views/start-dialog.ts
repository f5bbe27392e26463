import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { RUN_NAME_LENGTH } from '../../answer/checklists.js';
import { LEAD } from '../../checklist/rules.js';
import { checkVariables, type Values, valuesOf } from '../../checklist/variables.js';
import type { Checklist, ChecklistItem, Page, Variable } from '../../guide/page.js';
import { MAX_VALUE } from '../../guide/variables.js';
import { contextLine, dialog, input, option, plainText, section } from '../block-kit/blocks.js';
import { encodeDialog, type Place } from '../block-kit/dialog-state.js';
import { limits } from '../block-kit/limits.js';
import { bold, cutPlain } from '../block-kit/mrkdwn/escape.js';
import { itemNumbers } from './checklist-items.js';
import { listOf } from './checklist-preview.js';
import { itemCount } from './checklist-rows.js';
import { count, runTitle } from './format.js';
import { patternWords } from './pattern-words.js';

/** What is known before the dialog is shown. */
export interface PlannedStart {
  /** The person, who leads the run if they choose nobody else. */
  readonly person: string;
  /** The conversation of the preview; absent for one in a dialog. */
  readonly place?: Place | undefined;
  readonly name?: string | undefined;
  readonly values?: Values | undefined;
  readonly revision: string;
  readonly run: string;
}

/** The names of its fields. Those of variables, roles and items are numbered, as their own names may have any characters and length. */
export const START_FIELDS = {
  name: 'name',
  where: 'where',
  channel: 'channel',
  variable: (index: number) => `variable-${index}`,
  role: (index: number) => `role-${index}`,
  keep: (index: number) => `keep-${index}`,
} as const;

/** Asks for everything that a run needs before it is posted, and for what may be left out. */
export function startDialog(page: Page, checklist: Checklist, planned: PlannedStart): ModalView {
  const { name, place, revision, run } = planned;
  const { beyond, groups } = keptItems(checklist);
  return dialog({
    kind: 'start',
    title: 'Post a checklist',
    submit: 'Post',
    close: 'Cancel',
    metadata: encodeDialog({
      dialog: 'start',
      slug: page.slug,
      ...listOf(page, checklist),
      revision,
      run,
      ...(place && { place }),
    }),
    blocks: [
      section(`${bold(runTitle({ title: checklist.title }))}\n${itemCount(checklist)}`),
      input(
        START_FIELDS.name,
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
      ...checklist.variables.map((variable, index) => variableField(variable, index, planned.values ?? {})),
      ...placeFields(place),
      ...rolesOf(checklist).map((role, index) => roleField(role, index, planned.person)),
      ...(groups.length === 0
        ? []
        : [
            section('*Tick what stays.* A phase without a tick is left out.'),
            ...groups.map((group, index) => keepField(group, index)),
          ]),
      ...(beyond > 0
        ? [contextLine(`You can't leave out the last ${count(beyond, 'item')} here. Skip them after posting.`)]
        : []),
    ],
  });
}

/** `release_type` and `release-type` as `Release type`. */
function labelOf(name: string): string {
  const words = name.replace(/[-_]+/g, ' ').trim() || name;
  return cutPlain(words.charAt(0).toUpperCase() + words.slice(1), 100) || '…';
}

/** What was typed in the command, or the default. What does not fit is shown all the same, so that it can be corrected. */
function variableField(variable: Variable, index: number, values: Values): InputBlock {
  const { choices, default: initial, name, pattern, required } = variable;
  const declared = { variables: [variable] };
  const given: Values = Object.hasOwn(values, name) ? { [name]: values[name] ?? '' } : {};
  const [problem] = checkVariables(declared, given);
  const value =
    problem === undefined ? Object.entries(valuesOf(declared, given))[0]?.[1] : Object.entries(given)[0]?.[1];
  const hints = [
    ...(pattern === undefined || choices ? [] : [`${patternWords(pattern)}.`]),
    // An empty field means the default. A select that has one cannot be emptied.
    ...(initial === undefined || required || choices ? [] : [`Without a value: ${cutPlain(initial, 100)}.`]),
  ];
  const isOptional = !required && (choices === undefined || initial === undefined);
  const more = { optional: isOptional, ...(hints.length > 0 && { hint: hints.join(' ') }) };
  if (choices && choices.length <= limits.selectOptions) {
    const options = choices.map((choice, place) => option(choice, String(place)));
    const chosen = value === undefined ? undefined : options[choices.indexOf(value)];
    const select = {
      type: 'static_select' as const,
      action_id: 'variable',
      placeholder: plainText('Choose one'),
      options,
    };
    return input(
      START_FIELDS.variable(index),
      labelOf(name),
      { ...select, ...(chosen && { initial_option: chosen }) },
      more,
    );
  }
  const text = value !== undefined && value.length <= MAX_VALUE ? { initial_value: value } : {};
  return input(
    START_FIELDS.variable(index),
    labelOf(name),
    { type: 'plain_text_input', action_id: 'variable', max_length: MAX_VALUE, ...text },
    more,
  );
}

/** The value of a variable's field: a select gives the number of the choice. */
export function submittedValue(
  { choices }: Variable,
  { text, choice }: { readonly text: string; readonly choice: string | undefined },
): string {
  return choices && choices.length <= limits.selectOptions ? (choices[Number(choice ?? -1)] ?? '') : text;
}

function placeFields(place: Place | undefined): KnownBlock[] {
  const options = [option('In this thread', 'thread'), option('In a channel', 'channel')] as const;
  const where = input(START_FIELDS.where, 'Where', {
    type: 'radio_buttons',
    action_id: 'where',
    options: [...options],
    initial_option: options[0],
  });
  const isThread = place?.thread !== undefined;
  return [
    ...(isThread ? [where] : []),
    input(
      START_FIELDS.channel,
      'Channel',
      {
        type: 'conversations_select',
        action_id: 'channel',
        placeholder: plainText('Choose a channel'),
        default_to_current_conversation: true,
        ...(place && { initial_conversation: place.channel }),
        filter: { include: ['public', 'private'], exclude_bot_users: true },
      },
      isThread ? { optional: true, hint: 'If you post it in a channel.' } : {},
    ),
  ];
}

/** The lead first, then the roles that items name. */
export function rolesOf({ roles }: Pick<Checklist, 'roles'>): string[] {
  return [...new Set([LEAD, ...roles])].slice(0, MAX_ROLES);
}

/** Others can be taken once it is posted. */
const MAX_ROLES = 20;

function roleField(role: string, index: number, person: string): InputBlock {
  const isLead = role === LEAD;
  return input(
    START_FIELDS.role(index),
    labelOf(role),
    {
      type: 'users_select',
      action_id: 'role',
      placeholder: plainText('Choose a person'),
      ...(isLead && { initial_user: person }),
    },
    isLead
      ? { hint: 'The lead may archive it and skip required items.' }
      : { optional: true, hint: 'Some items are for this role. It can be taken later, too.' },
  );
}

/** Items that one field offers, by their places in the checklist. */
export interface KeptGroup {
  readonly label: string;
  readonly items: readonly { readonly item: ChecklistItem; readonly place: number; readonly number: string }[];
}

/** Slack allows ten checkboxes in a group and a hundred blocks in a dialog. */
const GROUP = 10;
const OTHER_BLOCKS = 8;

/** The fields for what stays, by phases, and how many items have no place in one. */
export function keptItems(checklist: Checklist): { readonly groups: readonly KeptGroup[]; readonly beyond: number } {
  const numbers = itemNumbers(checklist);
  const all = checklist.items.map((item, place) => ({ item, place, number: numbers.get(item.id) ?? '' }));
  const phases = [undefined, ...checklist.phases];
  const groups = phases.flatMap((phase): KeptGroup[] => {
    const items = all.filter(({ item }) => item.phase === phase?.id);
    const label = phase?.title ?? 'Items';
    return Array.from({ length: Math.ceil(items.length / GROUP) }, (_, index) => {
      const some = items.slice(index * GROUP, (index + 1) * GROUP);
      const isAll = items.length <= GROUP;
      return { label: isAll ? label : `${label}, ${some[0]?.number}–${some.at(-1)?.number}`, items: some };
    });
  });
  const room = limits.viewBlocks - OTHER_BLOCKS - checklist.variables.length - rolesOf(checklist).length;
  const shown = groups.slice(0, Math.max(0, room));
  return { groups: shown, beyond: all.length - shown.reduce((sum, { items }) => sum + items.length, 0) };
}

function keepField({ label, items }: KeptGroup, index: number): InputBlock {
  const options = items.map(({ item, place, number }) => option(`${number}. ${item.title}`, String(place)));
  return input(
    START_FIELDS.keep(index),
    cutPlain(label, 150) || '…',
    { type: 'checkboxes', action_id: 'keep', options, initial_options: options },
    { optional: true },
  );
}
