import { textOf } from '../plain-text-of.js';
import type { InputValue, Json, JsonObject } from '../workspace/state.js';
import { valueField } from '../workspace/state-values.js';
import type { WorkspaceStore } from '../workspace/workspace-store.js';
import type { Labelled } from './find-element.js';

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}

/** Options of an element, groups opened. */
export function optionsOf(element: JsonObject): JsonObject[] {
  return [...objects(element.options), ...objects(element.option_groups).flatMap((group) => objects(group.options))];
}

/** The options that an element's state holds. */
export function chosenOptions(held: InputValue | undefined): JsonObject[] {
  return [held?.selected_option, ...objects(held?.selected_options)].filter(
    (one): one is JsonObject => typeof one === 'object' && one !== null && !Array.isArray(one),
  );
}

function option(options: JsonObject[], choice: string): JsonObject {
  const found = options.find(({ text, value }) => value === choice || textOf(text) === choice);
  if (found) return found;
  const there = options.map(({ text }) => `"${textOf(text)}"`).join(', ') || 'none';
  throw new Error(`simulated Slack: there is no option "${choice}". There are: ${there}.`);
}

/**
 * The value that a choice stands for, in the shape of Slack's `state.values`.
 * @param options what is offered: the element's own, or what an external select was told
 */
export function chosenValue(
  store: WorkspaceStore,
  { element }: Labelled,
  choices: string[],
  options: JsonObject[] = optionsOf(element),
): InputValue {
  const [first = ''] = choices;
  const { type } = element;
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
    case 'overflow':
      return { type, selected_option: option(options, first) };
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return { type, selected_options: choices.map((choice) => option(options, choice)) };
    case 'users_select':
      return { type, selected_user: store.person(first).id };
    case 'multi_users_select':
      return { type, selected_users: choices.map((choice) => store.person(choice).id) };
    case 'multi_conversations_select':
      return { type, selected_conversations: choices.map((choice) => store.channel(choice).id) };
    case 'multi_channels_select':
      return { type, selected_channels: choices.map((choice) => store.channel(choice).id) };
    case 'datetimepicker':
      return { type, selected_date_time: Number(first) };
    case 'conversations_select':
      return { type, selected_conversation: store.channel(first).id };
    case 'channels_select':
      return { type, selected_channel: store.channel(first).id };
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: first === '' ? null : first };
    case 'datepicker':
    case 'timepicker':
      return { type, [valueField(type) ?? '']: first };
    default:
      throw new Error(`simulated Slack: nothing can be chosen in a ${type}. Use press() or fill().`);
  }
}
