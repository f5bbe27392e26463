/*
 * Attributes as Pandoc, kramdown and MkDocs' attr_list write them: `{#id .class key=value key="two words"}`, `{: #id }`. Read by hand: a
 * pattern for quoted values between spaces would take time that grows with the square of the length.
 */

export interface Attributes {
  readonly id?: string;
  readonly classes: readonly string[];
  /** In their order. A key may be there twice. A word without a value, such as `optional`, is `true`. */
  readonly entries: readonly Attribute[];
}

export interface Attribute {
  readonly key: string;
  readonly value: string;
}

/** The keys that mean something on an item. `optional` needs no value. */
export const ITEM_KEYS = ['role', 'sign-off', 'evidence', 'when', 'unless', 'wait', 'due', 'optional'] as const;
export type ItemKey = (typeof ITEM_KEYS)[number];

const SPACE = /\s*/y;
const ID = /#([\p{L}\p{N}_][\p{L}\p{N}_.:-]*)(?=[\s}])/uy;
const CLASS = /\.([\p{L}\p{N}_-][\p{L}\p{N}_.:-]*)(?=[\s}])/uy;
const ENTRY = /([A-Za-z][\w-]*)=(?:"([^"]*)"|'([^']*)'|“([^”]*)”|([^\s"'“”{}]+))(?=[\s}])/uy;
const FLAG = /optional(?=[\s}])/y;

/** Reads `{…}`; undefined if it is anything else. */
export function parseAttributes(text: string): Attributes | undefined {
  if (!/^\{.+\}$/s.test(text)) return undefined;
  let place = text.startsWith('{:') ? 2 : 1;
  let id: string | undefined;
  const classes: string[] = [];
  const entries: Attribute[] = [];
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = place;
    const match = pattern.exec(text);
    if (match !== null) place += match[0].length;
    return match;
  };
  next(SPACE);
  while (place < text.length - 1) {
    const found = next(ID) ?? next(CLASS) ?? next(FLAG) ?? next(ENTRY);
    if (found === null) return undefined;
    const [whole, name = '', ...values] = found;
    if (whole.startsWith('#')) id = name;
    else if (whole.startsWith('.')) classes.push(name);
    else if (whole === 'optional') entries.push({ key: whole, value: 'true' });
    else entries.push({ key: name, value: values.find((value) => value !== undefined) ?? '' });
    next(SPACE);
  }
  const isEmpty = id === undefined && classes.length === 0 && entries.length === 0;
  return isEmpty ? undefined : { ...(id !== undefined && { id }), classes, entries };
}

/** Writes attributes so that `parseAttributes` reads the same. */
export function printAttributes({ id, classes, entries }: Attributes): string {
  const parts = [
    ...(id === undefined ? [] : [`#${id}`]),
    ...classes.map((name) => `.${name}`),
    ...entries.map(({ key, value }) => (key === 'optional' && value === 'true' ? key : printAttribute(key, value))),
  ];
  return `{${parts.join(' ')}}`;
}

/** `wait=15m`, `when="type is hotfix"` */
export function printAttribute(key: string, value: string): string {
  if (/^[^\s"'“”{}]+$/u.test(value)) return `${key}=${value}`;
  return value.includes('"') ? `${key}='${value}'` : `${key}="${value}"`;
}

/** Attributes are short. What is farther from the end of a line is not looked at. */
const MAX_LENGTH = 600;
const MAX_BRACES = 20;

export interface FoundAttributes {
  readonly attributes: Attributes;
  /** Where they start in the text. */
  readonly start: number;
}

/** The attributes at the end of a line; undefined if it does not end in any. */
export function attributesAtEnd(line: string): FoundAttributes | undefined {
  const text = line.trimEnd();
  if (!text.endsWith('}')) return undefined;
  let start = text.lastIndexOf('{');
  for (let tries = 0; start >= 0 && tries < MAX_BRACES && text.length - start <= MAX_LENGTH; tries++) {
    const attributes = parseAttributes(text.slice(start));
    if (attributes !== undefined) return { attributes, start };
    start = start === 0 ? -1 : text.lastIndexOf('{', start - 1);
  }
  return undefined;
}

const ATTEMPT = new RegExp(`\\{:?[ \\t]*(?:#[\\w:.-]+[ \\t]+)?(?:${ITEM_KEYS.join('|')})[ \\t]*[=:“"'][^\\n]{0,80}`);

/** What looks like attributes that cannot be read, such as `{role=lead` or `{role=lead} and more`; undefined if nothing does. */
export function misplacedAttributes(line: string): string | undefined {
  return ATTEMPT.exec(line.slice(-MAX_LENGTH))?.[0];
}

const OPENING = new RegExp(`\\{[ \\t]*(?:(?:${ITEM_KEYS.join('|')})=(?![=>])|optional(?=[ \\t}]))`, 'y');

/** Whether a "{" begins attributes with a key that means something on an item: in MDX, other braces are expressions. */
export function opensAttributes(text: string, index: number): boolean {
  OPENING.lastIndex = index;
  return OPENING.test(text);
}

/** Whether attributes are for a checklist, and not for the look of a page. */
export function isForChecklist({ id, entries }: Attributes): boolean {
  return id !== undefined || hasItemKey({ entries });
}

/** Whether attributes have a key that means something on an item. */
export function hasItemKey({ entries }: Pick<Attributes, 'entries'>): boolean {
  return entries.some(({ key }) => (ITEM_KEYS as readonly string[]).includes(key));
}
