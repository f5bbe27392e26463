import { placedElements } from './elements.js';
import type { Block, InputValue, InputValues, Json, JsonObject } from './state.js';

/** What each kind holds: the field of `state.values`, the field it starts from, and what stands for nothing. */
const holds: Record<string, { field: string; initial: string; empty: Json }> = {
  plain_text_input: { field: 'value', initial: 'initial_value', empty: null },
  number_input: { field: 'value', initial: 'initial_value', empty: null },
  email_text_input: { field: 'value', initial: 'initial_value', empty: null },
  url_text_input: { field: 'value', initial: 'initial_value', empty: null },
  static_select: { field: 'selected_option', initial: 'initial_option', empty: null },
  external_select: { field: 'selected_option', initial: 'initial_option', empty: null },
  radio_buttons: { field: 'selected_option', initial: 'initial_option', empty: null },
  users_select: { field: 'selected_user', initial: 'initial_user', empty: null },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation', empty: null },
  channels_select: { field: 'selected_channel', initial: 'initial_channel', empty: null },
  datepicker: { field: 'selected_date', initial: 'initial_date', empty: null },
  timepicker: { field: 'selected_time', initial: 'initial_time', empty: null },
  checkboxes: { field: 'selected_options', initial: 'initial_options', empty: [] },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', empty: [] },
  multi_external_select: { field: 'selected_options', initial: 'initial_options', empty: [] },
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time', empty: null },
  multi_conversations_select: { field: 'selected_conversations', initial: 'initial_conversations', empty: [] },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels', empty: [] },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', empty: [] },
};

/** The field that an element's value is sent in, or undefined for one that holds none (buttons, overflow). */
export function valueField(type: string): string | undefined {
  return holds[type]?.field;
}

/** What an element holds before anybody touches it. */
export function initialValue(element: JsonObject & { type: string }): InputValue | undefined {
  const held = holds[element.type];
  return held && { type: element.type, [held.field]: element[held.initial] ?? held.empty };
}

/** `state.values`: every element that holds a value, as the person left it. */
export function stateValues(blocks: readonly Block[], touched: InputValues): InputValues {
  const values: InputValues = {};
  for (const { block, element } of placedElements(blocks)) {
    const kept = touched[block.block_id]?.[element.action_id];
    const value = kept?.type === element.type ? kept : initialValue(element);
    if (value) values[block.block_id] = { ...values[block.block_id], [element.action_id]: value };
  }
  return values;
}

export function isEmptyValue(value: InputValue | undefined): boolean {
  const { type: _type, ...rest } = value ?? { type: '' };
  const [held] = Object.values(rest);
  return held === undefined || held === null || held === '' || (Array.isArray(held) && held.length === 0);
}
