import { list, type Problems } from '../limits/check.js';
import { optionGroup, selectOption } from '../limits/composition.js';
import { counts } from '../limits/numbers.js';
import type { JsonObject, Person } from '../workspace/state.js';
import { optionsOf } from './choose-value.js';
import type { Labelled } from './find-element.js';
import { interactionDelivery, whoAndWhere } from './payload-parts.js';
import { failureOf } from './read-outcome.js';
import type { PressPlace } from './send-press.js';
import type { Setting } from './setting.js';

/**
 * Asks the app what an external select offers for what was typed.
 * @throws Error that says what is wrong with the reply
 */
export async function askSuggestions(
  setting: Setting,
  { person, target, place, typed }: { person: Person; target: Labelled; place: PressPlace; typed: string },
): Promise<JsonObject[]> {
  const { trigger_id: _trigger, response_url: _url, state: _state, ...context } = place.context;
  const payload: JsonObject = {
    type: 'block_suggestion',
    ...whoAndWhere(setting, person),
    container: place.container,
    ...context,
    action_id: target.element.action_id,
    block_id: target.block.block_id,
    value: typed,
  };
  const reply = await setting.connection.send(interactionDelivery('block_suggestion', payload));
  const failure = failureOf(reply);
  if (failure || reply.kind !== 'reply') throw new Error(`simulated Slack: no options came: ${failure?.kind}`);
  const offered = JSON.parse(reply.body) as JsonObject;
  const problems: Problems = [];
  if (offered.options !== undefined)
    list(selectOption, { min: 0, max: counts.selectOptions })(offered.options, '/options', problems);
  else list(optionGroup, { min: 0, max: counts.selectOptions })(offered.option_groups, '/option_groups', problems);
  if (problems.length > 0) throw new Error(`simulated Slack: the options are refused: ${problems.join('; ')}`);
  return optionsOf(offered);
}
