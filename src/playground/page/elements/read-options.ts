import { asObject, asObjects, asText, textOf } from '../blocks/read-json.js';
import type { BlockContext } from '../blocks/surface-context.js';
import { plainCharacters } from '../mrkdwn/draw-mrkdwn.js';
import type { Channel, JsonObject } from '../protocol.js';

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

/** Which conversations an app lets one choose. The direct message here is the one with the app itself, a bot. */
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
