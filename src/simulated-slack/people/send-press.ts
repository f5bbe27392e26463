import type { InputValue, JsonObject, Person } from '../workspace/state.js';
import type { Labelled } from './find-element.js';
import type { Outcome } from './outcome.js';
import { interactionDelivery, whoAndWhere } from './payload-parts.js';
import { failureOf } from './read-outcome.js';
import type { Setting } from './setting.js';

/** Where a press happened: what the payload says of the message or view. */
export interface PressPlace {
  container: JsonObject;
  /** `channel`, `message`, `view`, `state`, `response_url`, `trigger_id`. */
  context: JsonObject;
}

const notSent = new Set([
  'confirm',
  'accessibility_label',
  'focus_on_load',
  'options',
  'option_groups',
  'type',
  'action_id',
  'visible_to_user_ids',
  'dispatch_action_config',
  'min_length',
  'max_length',
  'multiline',
]);

/** The entry of `actions`: the element's own fields, and what was chosen. */
function actionOf(setting: Setting, { block, element, button }: Labelled, chosen?: InputValue): JsonObject {
  const own = Object.fromEntries(Object.entries(button).filter(([name]) => !notSent.has(name)));
  return {
    action_id: element.action_id,
    block_id: block.block_id,
    ...own,
    ...chosen,
    type: element.type,
    action_ts: setting.store.nextTs(),
  };
}

/** Sends a press or a choice as Slack's `block_actions`. */
export async function sendPress(
  setting: Setting,
  press: { person: Person; target: Labelled; place: PressPlace; chosen?: InputValue },
): Promise<Outcome> {
  const payload: JsonObject = {
    type: 'block_actions',
    ...whoAndWhere(setting, press.person),
    container: press.place.container,
    ...press.place.context,
    actions: [actionOf(setting, press.target, press.chosen)],
  };
  const reply = await setting.connection.send(interactionDelivery('block_actions', payload));
  return failureOf(reply) ?? { kind: 'ok' };
}
