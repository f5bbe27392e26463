import type { Channel, ElementRef, JsonObject } from '../../protocol.js';
import type { ConfirmWords } from '../dom/dialogs.js';
import { asObject, asObjects, asText, textOf } from '../json.js';
import { drawText, plainCharacters } from '../mrkdwn/draw.js';
import type { BlockContext } from './surface-context.js';

/** What an element needs to know about its input block: the id for its label, and whether it has an error. */
export interface Field {
  readonly id: string;
  readonly hasError: boolean;
  /** Whether a fieldset's legend is its label. */
  readonly isGroup: boolean;
  /** Choices are sent at once, and text when Enter is pressed (`dispatch_action`). */
  readonly dispatches: boolean;
}

export interface ElementContext extends BlockContext {
  readonly target: ElementRef;
  readonly field?: Field;
}

/** Attributes that identify an element after a redraw, and mark it as busy or invalid. */
export function marks({ target, index, isPending, field }: ElementContext) {
  return {
    'data-block': index,
    'data-action': target.actionId,
    'data-value': target.value,
    'aria-busy': isPending(target) ? 'true' : undefined,
    'aria-invalid': field?.hasError ? 'true' : undefined,
    id: field?.isGroup ? undefined : field?.id,
  };
}

export interface Option {
  readonly value: string;
  readonly text: string;
  /** The option as the app sent it, for elements that show more than plain characters. */
  readonly source?: JsonObject;
}

export interface OptionGroup {
  /** Empty for options outside groups. */
  readonly label: string;
  readonly options: readonly Option[];
}

/** The options to choose from: the app's own, or the workspace's people or channels. */
export function readOptions(one: JsonObject, { people, channels }: BlockContext): OptionGroup[] {
  if (one.type === 'users_select' || one.type === 'multi_users_select') {
    return [{ label: '', options: people.map(({ id, realName }) => ({ value: id, text: realName })) }];
  }
  if (/^(multi_)?(channels|conversations)_select$/.test(String(one.type))) {
    const fits = String(one.type).endsWith('conversations_select') ? conversationFilter(one) : isPublic;
    return [
      {
        label: '',
        options: channels
          .filter(fits)
          .map(({ id, name, kind }) => ({ value: id, text: `${kind === 'direct' ? '@' : '#'}${name}` })),
      },
    ];
  }
  const groups = asObjects(one.option_groups);
  if (groups.length > 0)
    return groups.map((group) => ({ label: textOf(group.label), options: asObjects(group.options).map(readOption) }));
  return [{ label: '', options: asObjects(one.options).map(readOption) }];
}

function isPublic({ kind }: Channel): boolean {
  return kind === 'public';
}

/** The element's filter for conversations. The only direct messages here are with the app, which is a bot. */
function conversationFilter(one: JsonObject): (channel: Channel) => boolean {
  const filter = asObject(one.filter);
  const include = Array.isArray(filter?.include) ? filter.include : ['public', 'private', 'im'];
  return ({ kind }) =>
    kind === 'direct' ? include.includes('im') && filter?.exclude_bot_users !== true : include.includes(kind);
}

function readOption(source: JsonObject): Option {
  return {
    value: asText(source.value) ?? '',
    text: plainCharacters(textOf(source.text)),
    source,
  };
}

export interface Chosen {
  readonly value: string;
  /** As shown to the person. */
  readonly text: string;
  /** Shown below it in a list. */
  readonly description?: string;
}

/** The current choice: the person's, or else the app's initial one. */
export function readChosen(one: JsonObject, context: ElementContext): Chosen[] {
  const state = context.inputs[context.target.blockId]?.[context.target.actionId];
  return state ? chosenIn(state, 'selected', one, context) : chosenIn(one, 'initial', one, context);
}

function chosenIn(
  source: JsonObject,
  prefix: 'selected' | 'initial',
  one: JsonObject,
  context: ElementContext,
): Chosen[] {
  const options = [...asObjects(source[`${prefix}_options`]), asObject(source[`${prefix}_option`])]
    .filter((option) => option !== undefined)
    .map((option) => ({ value: asText(option.value) ?? '', text: plainCharacters(textOf(option.text)) }));
  const ids = ['user', 'channel', 'conversation', 'date', 'time'].map((name) => asText(source[`${prefix}_${name}`]));
  const several = ['users', 'channels', 'conversations'].flatMap((name) => {
    const all = source[`${prefix}_${name}`];
    return Array.isArray(all) ? all.filter((id) => typeof id === 'string') : [];
  });
  const moment = source[`${prefix}_date_time`];
  const known = readOptions(one, context).flatMap((group) => group.options);
  const named = [...ids, ...several, typeof moment === 'number' ? String(moment) : undefined]
    .filter((value) => value !== undefined)
    .map((value) => ({ value, text: known.find((option) => option.value === value)?.text ?? value }));
  return [...options, ...named];
}

/** The element's confirm dialog, if it has one. */
export function readConfirm(one: JsonObject, { names }: BlockContext): ConfirmWords | undefined {
  const confirm = asObject(one.confirm);
  if (!confirm) return undefined;
  return {
    title: plainCharacters(textOf(confirm.title)) || 'Are you sure?',
    text: drawText(confirm.text, names),
    confirm: plainCharacters(textOf(confirm.confirm)) || 'Yes',
    deny: plainCharacters(textOf(confirm.deny)) || 'Cancel',
    isDanger: asText(confirm.style) === 'danger',
  };
}
