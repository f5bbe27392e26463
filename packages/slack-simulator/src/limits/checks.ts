import { characters, counts } from './limits.js';

/** Something Slack refuses, in its own words: `must be less than 76 characters [json-pointer:/blocks/0/text/text]`. */
export type Problems = string[];
/** Checks the value at a JSON pointer, and adds what is wrong with it. */
export type Check = (value: unknown, at: string, problems: Problems) => void;

export function refuse(problems: Problems, what: string, at: string): void {
  problems.push(`${what} [json-pointer:${at}]`);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string of `min` (default 1) to `max` characters, counted as JavaScript does, which is the stricter reading of Slack's "characters". */
export function string({ min = 1, max, pattern }: { min?: number; max?: number; pattern?: RegExp } = {}): Check {
  return (value, at, problems) => {
    if (typeof value !== 'string') refuse(problems, 'must be a string', at);
    else if (value.length < min) refuse(problems, `must be more than ${min - 1} characters`, at);
    else if (max !== undefined && value.length > max) refuse(problems, `must be less than ${max + 1} characters`, at);
    else if (pattern && !pattern.test(value)) refuse(problems, `must match ${pattern.source}`, at);
  };
}

export function oneOf(...allowed: (string | number)[]): Check {
  return (value, at, problems) => {
    if (!allowed.includes(value as string)) refuse(problems, `must be a valid enum value: ${allowed.join(', ')}`, at);
  };
}

export const boolean: Check = (value, at, problems) => {
  if (typeof value !== 'boolean') refuse(problems, 'must be a boolean', at);
};

export function integer({ min, max }: { min: number; max: number }): Check {
  return (value, at, problems) => {
    if (!Number.isInteger(value)) refuse(problems, 'must be an integer', at);
    else if ((value as number) < min) refuse(problems, `must be greater than ${min - 1}`, at);
    else if ((value as number) > max) refuse(problems, `must be less than ${max + 1}`, at);
  };
}

export function list(item: Check, { min = 1, max }: { min?: number; max?: number } = {}): Check {
  return (value, at, problems) => {
    if (!Array.isArray(value)) return refuse(problems, 'must be an array', at);
    if (value.length < min) refuse(problems, `no less than ${min} items allowed`, at);
    if (max !== undefined && value.length > max) refuse(problems, `no more than ${max} items allowed`, at);
    for (const [index, entry] of value.entries()) item(entry, `${at}/${index}`, problems);
  };
}

/** An object with exactly these fields. */
export function fields(required: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  return (value, at, problems) => {
    if (!isObject(value)) return refuse(problems, 'must be an object', at);
    for (const name of Object.keys(required)) {
      if (value[name] === undefined) refuse(problems, `missing required field: ${name}`, at);
    }
    for (const [name, entry] of Object.entries(value)) {
      const check = required[name] ?? optional[name];
      if (check === undefined) refuse(problems, `invalid additional property: ${name}`, at);
      else if (entry !== undefined) check(entry, `${at}/${name}`, problems);
    }
  };
}

/** An object checked according to its `type`. */
export function byType(kinds: Record<string, Check>): Check {
  return (value, at, problems) => {
    if (!isObject(value)) return refuse(problems, 'must be an object', at);
    if (typeof value.type !== 'string') return refuse(problems, 'missing required field: type', at);
    const check = Object.hasOwn(kinds, value.type) ? kinds[value.type] : undefined;
    if (check === undefined) refuse(problems, `unsupported type: ${value.type}`, `${at}/type`);
    else check(value, at, problems);
  };
}

export function every(...checks: Check[]): Check {
  return (value, at, problems) => {
    for (const check of checks) check(value, at, problems);
  };
}

/** A rule about an object as a whole. */
export function rule(judge: (value: Record<string, unknown>) => string | undefined): Check {
  return (value, at, problems) => {
    const what = isObject(value) ? judge(value) : undefined;
    if (what !== undefined) refuse(problems, what, at);
  };
}

export const anything: Check = () => {};

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
/** Only radio buttons and checkboxes may use mrkdwn. */
export const choiceOption = fields(
  { text: anyText(characters.optionText), value: string({ max: characters.optionValue }) },
  { description: anyText(characters.optionDescription) },
);
export const overflowOption = optionFields(plainText(characters.optionText), { url });

export const optionGroup = fields({
  label: plainText(characters.optionGroupLabel),
  options: list(selectOption, { max: counts.selectOptions }),
});

/** Exactly one of `options` and `option_groups`. */
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

/** A preselected option must equal one of the options in every field. */
export const initialIsOffered: Check = (value, at, problems) => {
  if (!isObject(value)) return;
  const options = new Set(offered(value).map((option) => canonical(option)));
  const initial = value.initial_option === undefined ? value.initial_options : [value.initial_option];
  if (!Array.isArray(initial)) return;
  const field = value.initial_option === undefined ? 'initial_options' : 'initial_option';
  if (initial.some((option) => !options.has(canonical(option)))) {
    refuse(problems, `${field} must exactly match one of the options provided`, `${at}/${field}`);
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
