import { textOf } from '../plain-text.js';
import type { Block, InputValue, Json, JsonObject } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/store.js';
import { type PlacedElement, placedElements, valueField } from '../workspace/views.js';
import type { Target } from './workspace.js';

/** A labelled element that a person can use. */
export interface Labelled extends PlacedElement {
  label: string;
  value?: string;
  /** The button's fields. Feedback buttons have two inside one element. */
  button: JsonObject;
}

const pressed = new Set(['button', 'icon_button', 'workflow_button']);

/** All buttons, in order. Feedback buttons count as two. */
export function pressables(blocks: readonly Block[]): Labelled[] {
  return placedElements(blocks).flatMap((placed) => {
    const { element } = placed;
    if (pressed.has(element.type)) return [labelled(placed, element)];
    if (element.type !== 'feedback_buttons') return [];
    return [element.positive_button, element.negative_button].map((button) => labelled(placed, button as JsonObject));
  });
}

/** All selects and fields, labelled by their input block, placeholder or section. */
export function fillables(blocks: readonly Block[]): Labelled[] {
  return placedElements(blocks)
    .filter(({ element }) => !pressed.has(element.type) && element.type !== 'feedback_buttons')
    .map((placed) => {
      const { block, element } = placed;
      const label = textOf(block.label) || textOf(element.placeholder) || textOf(block.text) || element.type;
      return { ...placed, label, button: element };
    });
}

function labelled(placed: PlacedElement, button: JsonObject): Labelled {
  return {
    ...placed,
    label: textOf(button.text),
    button,
    ...(typeof button.value === 'string' ? { value: button.value } : {}),
  };
}

function withoutEmoji(label: string): string {
  return label
    .replaceAll(/:[\w+'-]+:/g, '')
    .replaceAll(/\p{Extended_Pictographic}|\u{fe0f}/gu, '')
    .trim();
}

/** @throws Error that lists the labels there are */
export function findElement(candidates: Labelled[], target: Target, nth?: number): Labelled {
  const wanted = typeof target === 'string' ? { label: target } : target;
  const index = nth ?? wanted.nth ?? 0;
  const fits = candidates.filter(
    ({ block, element, value }) =>
      (wanted.actionId === undefined || element.action_id === wanted.actionId) &&
      (wanted.blockId === undefined || block.block_id === wanted.blockId) &&
      (wanted.value === undefined || value === wanted.value),
  );
  const { label } = wanted;
  const exact = fits.filter((one) => label === undefined || one.label === label);
  const found =
    exact.length > 0 ? exact : fits.filter((one) => label !== undefined && withoutEmoji(one.label) === label);
  const element = found[index];
  if (element) return element;
  const there = candidates.map((one) => `"${one.label}" (${one.element.action_id})`).join(', ') || 'none';
  const which = nth === undefined && wanted.nth === undefined ? '' : `, number ${index}`;
  throw new Error(`simulated Slack: no element matches ${JSON.stringify(target)}${which}. There are: ${there}.`);
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}

/** All options of an element, including those in groups. */
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
 * The value of a choice, as in Slack's `state.values`.
 * @param options the options to choose from: the element's own, or those of an external select
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
