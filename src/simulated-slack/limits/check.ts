/** One thing that Slack refuses, in its own words: `must be less than 76 characters [json-pointer:/blocks/0/text/text]`. */
export type Problems = string[];
/** Looks at the value found at a JSON pointer and adds what is wrong with it. */
export type Check = (value: unknown, at: string, problems: Problems) => void;

export function refuse(problems: Problems, what: string, at: string): void {
  problems.push(`${what} [json-pointer:${at}]`);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string of `min` (default 1) to `max` characters, counted as JavaScript counts: the stricter reading of Slack's "characters". */
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

/** An object with these fields and no others. */
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

/** An object judged by its `type`. */
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

/** A rule over a whole object, looked at only where it is one. */
export function rule(judge: (value: Record<string, unknown>) => string | undefined): Check {
  return (value, at, problems) => {
    const what = isObject(value) ? judge(value) : undefined;
    if (what !== undefined) refuse(problems, what, at);
  };
}

export const anything: Check = () => {};
