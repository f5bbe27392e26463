/** Longer than this, words are harder to read than the pattern. */
const MAX_WORDS = 160;

/**
 * What a value must look like, in words, such as "digits, then “.”, then digits" for `^\d+\.\d+$`; the pattern itself where words would not be
 * simpler.
 */
export function patternWords(pattern: string): string {
  const starts = pattern.startsWith('^');
  const ends = /(?<!\\)(?:\\\\)*\$$/.test(pattern);
  const reader = { text: pattern.slice(starts ? 1 : 0, ends ? -1 : undefined), at: 0 };
  const words = readChoice(reader);
  if (words === undefined || words === '' || reader.at < reader.text.length || words.length > MAX_WORDS)
    return `Must match the pattern ${pattern}`;
  if (starts && ends) return `Must be ${words}`;
  if (starts) return `Must begin with ${words}`;
  return ends ? `Must end with ${words}` : `Must contain ${words}`;
}

interface Reader {
  readonly text: string;
  at: number;
}

/** Something that may come several times. */
interface Unit {
  readonly one: string;
  readonly many: string;
}

/** `a|b`: undefined for anything that has no simple words. */
function readChoice(reader: Reader): string | undefined {
  const choices: string[] = [];
  for (;;) {
    const words = readSequence(reader);
    if (words === undefined) return undefined;
    choices.push(words);
    if (reader.text[reader.at] !== '|') break;
    reader.at += 1;
  }
  if (choices.length > 1 && choices.some((words) => words === '' || words.includes(', then'))) return undefined;
  return choices.length === 1 ? choices[0] : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}

function readSequence(reader: Reader): string | undefined {
  const parts: string[] = [];
  while (reader.at < reader.text.length && !'|)'.includes(reader.text.charAt(reader.at))) {
    const part = readPart(reader);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts.join(', then ');
}

function readPart(reader: Reader): string | undefined {
  const literal = /^(?:[\p{L}\p{N} _/:@#%&=,;~!'"<>-]|\\[.\-/+*?()[\]{}|$^\\])+/u.exec(
    reader.text.slice(reader.at),
  )?.[0];
  if (literal !== undefined) return readLiteral(reader, literal);
  if (reader.text[reader.at] === '(') return readGroup(reader);
  const unit = readUnit(reader);
  return unit && times(unit, readTimes(reader));
}

/** A quantifier belongs to the last character only. */
function readLiteral(reader: Reader, literal: string): string | undefined {
  const characters = literal.match(/\\?./gsu) ?? [];
  const isRepeated = /[*+?{]/.test(reader.text.charAt(reader.at + literal.length));
  const plain = isRepeated && characters.length > 1 ? characters.slice(0, -1) : characters;
  reader.at += plain.join('').length;
  const shown = quoted(plain.join('').replace(/\\(.)/gsu, '$1'));
  return plain.length === characters.length && isRepeated
    ? times({ one: shown, many: `several ${shown}` }, readTimes(reader))
    : shown;
}

function quoted(text: string): string {
  return text === ' ' ? 'a blank' : `“${text}”`;
}

function readGroup(reader: Reader): string | undefined {
  const [opening] = /^\((?:\?:)?(?!\?)/.exec(reader.text.slice(reader.at)) ?? [];
  if (opening === undefined) return undefined;
  reader.at += opening.length;
  const words = readChoice(reader);
  if (words === undefined || words === '' || reader.text[reader.at] !== ')') return undefined;
  reader.at += 1;
  const inner = words.replaceAll(', then ', ' and ');
  const range = readTimes(reader);
  if (range === undefined) return undefined;
  if (range.min === 1 && range.max === 1) return inner;
  return range.min === 0 && range.max === 1 ? `optionally ${inner}` : undefined;
}

const CLASSES: Readonly<Record<string, Unit>> = {
  '\\d': { one: 'a digit', many: 'digits' },
  '\\w': { one: 'a letter, digit or “_”', many: 'letters, digits or “_”' },
  '.': { one: 'any character', many: 'any characters' },
};
const RANGES: Readonly<Record<string, string>> = {
  '0-9': 'digits',
  '\\d': 'digits',
  'a-z': 'small letters',
  'A-Z': 'capital letters',
  'a-zA-Z': 'letters',
  'A-Za-z': 'letters',
  '\\w': 'letters, digits, “_”',
};

function readUnit(reader: Reader): Unit | undefined {
  const rest = reader.text.slice(reader.at);
  const [sign] = /^(?:\\[dw]|\.)/.exec(rest) ?? [];
  if (sign !== undefined) {
    reader.at += sign.length;
    return CLASSES[sign];
  }
  const [whole, inner] = /^\[((?:[^\\\]^[]|\\[\\\].\-/dw])+)\]/.exec(rest) ?? [];
  if (whole === undefined || inner === undefined) return undefined;
  const kinds = classKinds(inner);
  if (kinds === undefined) return undefined;
  reader.at += whole.length;
  const many = kinds.length === 1 ? (kinds[0] ?? '') : `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`;
  return { one: many === 'digits' ? 'a digit' : `one of ${many}`, many };
}

function classKinds(inner: string): string[] | undefined {
  const kinds: string[] = [];
  const parts = inner.match(/a-zA-Z|A-Za-z|a-z|A-Z|0-9|\\[dw]|\\?./gsu) ?? [];
  for (const [index, part] of parts.entries()) {
    const kind = RANGES[part];
    // A hyphen between two characters is a range of its own.
    if (part === '-' && index > 0 && index < parts.length - 1) return undefined;
    kinds.push(kind ?? quoted(part.replace(/^\\/, '')));
  }
  return kinds;
}

interface Times {
  readonly min: number;
  readonly max: number;
}

function readTimes(reader: Reader): Times | undefined {
  const rest = reader.text.slice(reader.at);
  const [whole, low, comma, high] = /^(?:[*+?]|\{(\d{1,3})(,?)(\d{0,3})\})/.exec(rest) ?? [];
  if (whole === undefined) return { min: 1, max: 1 };
  reader.at += whole.length;
  // A lazy or a possessive quantifier.
  if (/^[?+]/.test(reader.text.slice(reader.at))) return undefined;
  if (whole === '*') return { min: 0, max: Number.POSITIVE_INFINITY };
  if (whole === '+') return { min: 1, max: Number.POSITIVE_INFINITY };
  if (whole === '?') return { min: 0, max: 1 };
  const min = Number(low);
  return { min, max: comma === '' ? min : high === '' ? Number.POSITIVE_INFINITY : Number(high) };
}

function times({ one, many }: Unit, range: Times | undefined): string | undefined {
  if (range === undefined) return undefined;
  const { min, max } = range;
  if (min === 1 && max === 1) return one;
  if (min === 0)
    return max === 1 ? `optionally ${one}` : max === Number.POSITIVE_INFINITY ? `optionally ${many}` : undefined;
  // A quoted text has no plural.
  if (many.startsWith('several “')) return max === Number.POSITIVE_INFINITY ? many : undefined;
  if (min === max) return `${min} ${many}`;
  if (max === Number.POSITIVE_INFINITY) return min === 1 ? many : `${min} or more ${many}`;
  return `${min} to ${max} ${many}`;
}
