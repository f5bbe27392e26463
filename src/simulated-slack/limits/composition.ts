import { boolean, byType, type Check, every, fields, isObject, list, oneOf, refuse, rule, string } from './check.js';
import { characters, counts } from './numbers.js';

function plain(max: number): Check {
  return fields({ type: oneOf('plain_text'), text: string({ max }) }, { emoji: boolean });
}
function markup(max: number): Check {
  return fields({ type: oneOf('mrkdwn'), text: string({ max }) }, { verbatim: boolean });
}

/** Text objects: docs.slack.dev/reference/block-kit/composition-objects/text-object. */
export function plainText(max: number): Check {
  return byType({ plain_text: plain(max) });
}
export function markdownText(max: number): Check {
  return byType({ mrkdwn: markup(max) });
}
export function anyText(max: number): Check {
  return byType({ plain_text: plain(max), mrkdwn: markup(max) });
}

export const style = oneOf('primary', 'danger');
export const id = string({ max: characters.id });
export const url = string({ max: characters.url, pattern: /^(https?:\/\/\S+|mailto:\S+|slack:\/\/\S+)$/ });
export const placeholder = plainText(characters.placeholder);

export const confirm = fields(
  {
    title: plainText(characters.confirmTitle),
    text: anyText(characters.confirmText),
    confirm: plainText(characters.confirmButton),
    deny: plainText(characters.confirmButton),
  },
  { style },
);

function optionFields(text: Check, more: Record<string, Check> = {}): Check {
  return fields(
    { text, value: string({ max: characters.optionValue }) },
    { description: plainText(characters.optionDescription), ...more },
  );
}

export const selectOption = optionFields(plainText(characters.optionText));
/** Radio buttons and checkboxes alone may use mrkdwn. */
export const choiceOption = fields(
  { text: anyText(characters.optionText), value: string({ max: characters.optionValue }) },
  { description: anyText(characters.optionDescription) },
);
export const overflowOption = optionFields(plainText(characters.optionText), { url });

export const optionGroup = fields({
  label: plainText(characters.optionGroupLabel),
  options: list(selectOption, { max: counts.selectOptions }),
});

/** `options` or `option_groups`, one of the two. */
export const optionsOrGroups = rule((element) =>
  (element.options === undefined) === (element.option_groups === undefined)
    ? 'needs either options or option_groups'
    : undefined,
);

function offered(element: Record<string, unknown>): unknown[] {
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [];
  const grouped = groups.flatMap((group) => (isObject(group) && Array.isArray(group.options) ? group.options : []));
  return [...(Array.isArray(element.options) ? element.options : []), ...grouped];
}

/** What is preselected has to be one of the options, equal in every field. */
export const initialIsOffered: Check = (value, at, problems) => {
  if (!isObject(value)) return;
  const options = new Set(offered(value).map((option) => canonical(option)));
  const initial = value.initial_option === undefined ? value.initial_options : [value.initial_option];
  if (!Array.isArray(initial)) return;
  const place = value.initial_option === undefined ? 'initial_options' : 'initial_option';
  if (initial.some((option) => !options.has(canonical(option)))) {
    refuse(problems, `${place} must exactly match one of the options provided`, `${at}/${place}`);
  }
};

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

export function uniqueValues(name: string): Check {
  return every((value, at, problems) => {
    if (!isObject(value)) return;
    const values = offered(value).map((option) => (isObject(option) ? option[name] : undefined));
    if (new Set(values).size < values.length) refuse(problems, 'option values must be unique', `${at}/options`);
  });
}
