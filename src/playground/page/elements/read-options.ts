import { asObjects, asText, textOf } from '../blocks/read-json.js';
import type { BlockContext } from '../blocks/surface-context.js';
import { plainCharacters } from '../mrkdwn/draw-mrkdwn.js';
import type { JsonObject } from '../protocol.js';

export interface Option {
  readonly value: string;
  readonly text: string;
  /** As the app wrote it, for those that draw more than characters. */
  readonly source?: JsonObject;
}

export interface OptionGroup {
  /** Empty for options outside groups. */
  readonly label: string;
  readonly options: readonly Option[];
}

/** What can be chosen: the app's options, or the workspace's people or channels. */
export function readOptions(one: JsonObject, { people, channels }: BlockContext): OptionGroup[] {
  if (one.type === 'users_select' || one.type === 'multi_users_select') {
    return [{ label: '', options: people.map(({ id, realName }) => ({ value: id, text: realName })) }];
  }
  if (one.type === 'channels_select' || one.type === 'conversations_select') {
    const fitting = channels.filter(({ kind }) => one.type === 'conversations_select' || kind === 'public');
    return [
      {
        label: '',
        options: fitting.map(({ id, name, kind }) => ({ value: id, text: `${kind === 'direct' ? '@' : '#'}${name}` })),
      },
    ];
  }
  const groups = asObjects(one.option_groups);
  if (groups.length > 0)
    return groups.map((group) => ({ label: textOf(group.label), options: asObjects(group.options).map(readOption) }));
  return [{ label: '', options: asObjects(one.options).map(readOption) }];
}

const readOption = (source: JsonObject): Option => ({
  value: asText(source.value) ?? '',
  text: plainCharacters(textOf(source.text)),
  source,
});
