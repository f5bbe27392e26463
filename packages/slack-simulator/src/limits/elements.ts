import {
  boolean,
  type Check,
  choiceOption,
  confirm,
  every,
  fields,
  id,
  initialIsOffered,
  integer,
  list,
  oneOf,
  optionGroup,
  optionsOrGroups,
  overflowOption,
  placeholder,
  plainText,
  rule,
  selectOption,
  string,
  style,
  uniqueValues,
  url,
} from './checks.js';
import { characters, counts } from './limits.js';

const type = string();
const action = { action_id: id };
const confirmable = { ...action, confirm };
const focusable = { ...confirmable, focus_on_load: boolean };
const select = { ...focusable, placeholder };
const several = { ...select, max_selected_items: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }) };
const label = string({ max: characters.accessibilityLabel });

const image = every(
  fields(
    { type, alt_text: string({ max: characters.altText }) },
    { image_url: url, slack_file: fields({}, { id: string(), url }) },
  ),
  rule((element) =>
    (element.image_url === undefined) === (element.slack_file === undefined)
      ? 'needs either image_url or slack_file'
      : undefined,
  ),
);

const button = fields(
  { type, text: plainText(characters.buttonText) },
  { ...confirmable, url, value: string({ max: characters.buttonValue }), style, accessibility_label: label },
);

const options = {
  options: list(selectOption, { max: counts.selectOptions }),
  option_groups: list(optionGroup, { max: counts.selectOptions }),
};
const staticRules = [optionsOrGroups, initialIsOffered, uniqueValues('value')];
const choices = { type, options: list(choiceOption, { max: counts.choiceOptions }) };
const minQuery = { min_query_length: integer({ min: 0, max: 1000 }) };
const filter = fields(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public')),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
);
const dispatch = fields({}, { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered')) });
const typing = { ...action, placeholder, focus_on_load: boolean, dispatch_action_config: dispatch };
const day = string({ pattern: /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/ });
const feedback = fields(
  { text: plainText(characters.buttonText), value: string({ max: characters.buttonValue }) },
  { accessibility_label: label },
);
const selects: Record<string, Check> = {
  static_select: every(fields({ type }, { ...select, ...options, initial_option: selectOption }), ...staticRules),
  external_select: fields({ type }, { ...select, ...minQuery, initial_option: selectOption }),
  users_select: fields({ type }, { ...select, initial_user: string() }),
  conversations_select: fields(
    { type },
    {
      ...select,
      initial_conversation: string(),
      default_to_current_conversation: boolean,
      response_url_enabled: boolean,
      filter,
    },
  ),
  channels_select: fields({ type }, { ...select, initial_channel: string(), response_url_enabled: boolean }),
  multi_static_select: every(
    fields({ type }, { ...several, ...options, initial_options: list(selectOption) }),
    ...staticRules,
  ),
  multi_external_select: fields({ type }, { ...several, ...minQuery, initial_options: list(selectOption) }),
  multi_users_select: fields({ type }, { ...several, initial_users: list(string()) }),
  multi_conversations_select: fields(
    { type },
    { ...several, initial_conversations: list(string()), default_to_current_conversation: boolean, filter },
  ),
  multi_channels_select: fields({ type }, { ...several, initial_channels: list(string()) }),
};

const pickers: Record<string, Check> = {
  datepicker: fields({ type }, { ...select, initial_date: day }),
  timepicker: fields(
    { type },
    { ...select, initial_time: string({ pattern: /^([01]\d|2[0-3]):[0-5]\d$/ }), timezone: string() },
  ),
  datetimepicker: fields({ type }, { ...focusable, initial_date_time: integer({ min: 1e9, max: 9_999_999_999 }) }),
  checkboxes: every(
    fields(choices, { ...focusable, initial_options: list(choiceOption) }),
    initialIsOffered,
    uniqueValues('value'),
  ),
  radio_buttons: every(
    fields(choices, { ...focusable, initial_option: choiceOption }),
    initialIsOffered,
    uniqueValues('value'),
  ),
};

const overflow = fields({ type, options: list(overflowOption, { max: counts.overflowOptions }) }, confirmable);

/** Which elements are allowed where: docs.slack.dev/reference/block-kit/block-elements. */
export const accessoryElements: Record<string, Check> = { button, image, overflow, ...selects, ...pickers };
export const actionsElements: Record<string, Check> = { button, overflow, ...selects, ...pickers };
export const contextImage = image;
export const contextActionsElements: Record<string, Check> = {
  feedback_buttons: fields({ type, positive_button: feedback, negative_button: feedback }, action),
  icon_button: fields(
    { type, icon: oneOf('trash'), text: plainText(characters.buttonText) },
    {
      ...confirmable,
      value: string({ max: characters.buttonValue }),
      accessibility_label: label,
      visible_to_user_ids: list(string()),
    },
  ),
};

export const inputElements: Record<string, Check> = {
  ...selects,
  ...pickers,
  plain_text_input: every(
    fields(
      { type },
      {
        ...typing,
        initial_value: string({ min: 0, max: characters.inputText }),
        multiline: boolean,
        min_length: integer({ min: 0, max: characters.inputText }),
        max_length: integer({ min: 1, max: characters.inputText }),
      },
    ),
    rule(({ min_length: least, max_length: most }) =>
      typeof least === 'number' && typeof most === 'number' && least > most
        ? 'min_length must not be greater than max_length'
        : undefined,
    ),
  ),
  number_input: fields(
    { type, is_decimal_allowed: boolean },
    { ...typing, initial_value: string(), min_value: string(), max_value: string() },
  ),
  email_text_input: fields({ type }, { ...typing, initial_value: string() }),
  url_text_input: fields({ type }, { ...typing, initial_value: string() }),
};
