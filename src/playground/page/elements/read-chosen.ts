import { asObject, asObjects, asText, textOf } from '../blocks/read-json.js';
import { plainCharacters } from '../mrkdwn/draw-mrkdwn.js';
import type { JsonObject } from '../protocol.js';
import type { ElementContext } from './element-context.js';
import { readOptions } from './read-options.js';

export interface Chosen {
  readonly value: string;
  /** As the reader knows it. */
  readonly text: string;
  /** Shown below it in a list. */
  readonly description?: string;
}

/** What is chosen: by the person if they chose anything, otherwise by the app to begin with. */
export function readChosen(one: JsonObject, context: ElementContext): Chosen[] {
  const state = context.inputs[context.place.blockId]?.[context.place.actionId];
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
