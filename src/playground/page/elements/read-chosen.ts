import { asObject, asObjects, asText } from '../blocks/read-json.js';
import type { JsonObject } from '../protocol.js';
import type { ElementContext } from './element-context.js';

/** The values chosen so far: the person's choice if there is one, otherwise what the app chose to begin with. */
export function readChosen(one: JsonObject, { inputs, place }: ElementContext): string[] {
  const state = inputs[place.blockId]?.[place.actionId];
  return state ? valuesIn(state, 'selected') : valuesIn(one, 'initial');
}

function valuesIn(source: JsonObject, prefix: 'selected' | 'initial'): string[] {
  const options = asObjects(source[`${prefix}_options`]).map((option) => asText(option.value));
  const single = asText(asObject(source[`${prefix}_option`])?.value);
  const ids = ['user', 'channel', 'conversation', 'date'].map((name) => asText(source[`${prefix}_${name}`]));
  return [...options, single, ...ids].filter((value) => value !== undefined);
}
