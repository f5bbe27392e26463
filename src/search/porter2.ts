/**
 * Porter 2, the English stemmer of Snowball: a word of lower-case Latin letters to its stem, "deployments" to "deploy".
 * Letter by letter, for it runs for every word of a question. Source: snowballstem.org/algorithms/english/stemmer.html
 */
export function porter2(word: string): string {
  if (word.length < 3) return word;
  const exception = EXCEPTIONS.get(word);
  if (exception !== undefined) return exception;
  const marked = word.includes('y') ? word.replace(/^y|(?<=[aeiou])y/g, CONSONANT_Y) : word;
  const singular = step1a(marked);
  if (COMPLETE.has(singular)) return singular;
  const prefix = /^(?:gener|commun|arsen)/.exec(marked)?.[0].length;
  const r1 = prefix ?? regionAfter(marked, 0);
  const r2 = regionAfter(marked, r1);
  let stem = step1b(singular, r1);
  if (/[^aeiouy][yY]$/.test(stem) && stem.length > 2) stem = `${stem.slice(0, -1)}i`;
  stem = replaceSuffix(stem, STEP_2, r1, r2);
  stem = replaceSuffix(stem, STEP_3, r1, r2);
  stem = replaceSuffix(stem, STEP_4, r2, r2);
  stem = step5(stem, r1, r2);
  return stem.includes(CONSONANT_Y) ? stem.replaceAll(CONSONANT_Y, 'y') : stem;
}

/** A y that begins the word or follows a vowel. */
const CONSONANT_Y = 'Y';

const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['skis', 'ski'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['idly', 'idl'],
  ['gently', 'gentl'],
  ['ugly', 'ugli'],
  ['early', 'earli'],
  ['only', 'onli'],
  ['singly', 'singl'],
  ...['sky', 'news', 'atlas', 'cosmos', 'bias', 'andes'].map((word): [string, string] => [word, word]),
]);

/** Words that stay as they are once a plural's s is gone. */
const COMPLETE: ReadonlySet<string> = new Set([
  'inning',
  'outing',
  'canning',
  'herring',
  'earring',
  'proceed',
  'exceed',
  'succeed',
]);

function isVowel(word: string, place: number): boolean {
  const letter = word.charCodeAt(place);
  // a, e, i, o, u, y
  return letter === 97 || letter === 101 || letter === 105 || letter === 111 || letter === 117 || letter === 121;
}

/** Where what follows the first consonant after a vowel begins, from a place on; the word's end where there is none. */
function regionAfter(word: string, from: number): number {
  for (let place = from + 1; place < word.length; place++) {
    if (!isVowel(word, place) && isVowel(word, place - 1)) return place + 1;
  }
  return word.length;
}

function hasVowel(word: string, end: number): boolean {
  for (let place = 0; place < end; place++) if (isVowel(word, place)) return true;
  return false;
}

/** Whether a word ends in a short syllable: `hop`, `ow`. */
function endsShort(word: string): boolean {
  const last = word.length - 1;
  if (last < 2) return isVowel(word, 0) && (last === 0 || !isVowel(word, 1));
  return (
    !isVowel(word, last - 2) && isVowel(word, last - 1) && !isVowel(word, last) && !'wxY'.includes(word.charAt(last))
  );
}

function step1a(word: string): string {
  if (word.endsWith('ied') || word.endsWith('ies')) return word.slice(0, word.length > 4 ? -2 : -1);
  if (!word.endsWith('s') || word.endsWith('us') || word.endsWith('ss')) return word;
  if (word.endsWith('sses')) return word.slice(0, -2);
  return hasVowel(word, word.length - 2) ? word.slice(0, -1) : word;
}

function step1b(word: string, r1: number): string {
  const last = word.charAt(word.length - 1);
  if (last !== 'd' && last !== 'g' && last !== 'y') return word;
  const eed = word.endsWith('eed') ? 3 : word.endsWith('eedly') ? 5 : 0;
  if (eed > 0) return word.length - eed >= r1 ? word.slice(0, 2 - eed || undefined) : word;
  const suffix = ['ed', 'ing', 'edly', 'ingly'].find((each) => word.endsWith(each));
  if (suffix === undefined || !hasVowel(word, word.length - suffix.length)) return word;
  const rest = word.slice(0, -suffix.length);
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(rest)) return rest.slice(0, -1);
  return rest.length <= r1 && endsShort(rest) ? `${rest}e` : rest;
}

interface Rule {
  readonly suffix: string;
  readonly replacement: string;
  /** The letters of which one must stand before the suffix. */
  readonly after?: string;
  /** Whether it must stand in the second region. */
  readonly inR2?: true;
}

/** Rules by the last letter of their suffix, the longest first. */
type Rules = ReadonlyMap<string, readonly Rule[]>;

function byLastLetter(rules: readonly Rule[]): Rules {
  const letters = new Map<string, Rule[]>();
  for (const rule of rules.toSorted((a, b) => b.suffix.length - a.suffix.length)) {
    const letter = rule.suffix.slice(-1);
    letters.set(letter, [...(letters.get(letter) ?? []), rule]);
  }
  return letters;
}

function rules(replacements: Readonly<Record<string, string>>): Rule[] {
  return Object.entries(replacements).flatMap(([replacement, suffixes]) =>
    suffixes.split(' ').map((suffix) => ({ suffix, replacement })),
  );
}

const STEP_2 = byLastLetter([
  ...rules({ tion: 'tional', ence: 'enci', ance: 'anci', able: 'abli', ent: 'entli', ize: 'izer ization' }),
  ...rules({ ate: 'ational ation ator', al: 'alism aliti alli', ful: 'fulness fulli', ous: 'ousli ousness' }),
  ...rules({ ive: 'iveness iviti', ble: 'biliti bli', less: 'lessli' }),
  { suffix: 'ogi', replacement: 'og', after: 'l' },
  { suffix: 'li', replacement: '', after: 'cdeghkmnrt' },
]);

const STEP_3 = byLastLetter([
  ...rules({ tion: 'tional', ate: 'ational', al: 'alize', ic: 'icate iciti ical' }),
  ...['ful', 'ness'].map((suffix) => ({ suffix, replacement: '' })),
  { suffix: 'ative', replacement: '', inR2: true },
]);

const STEP_4 = byLastLetter([
  ...'al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize'
    .split(' ')
    .map((suffix) => ({ suffix, replacement: '' })),
  { suffix: 'ion', replacement: '', after: 'st' },
]);

/** Replaces the longest suffix that the word has, if it stands in its region. */
function replaceSuffix(word: string, rules: Rules, region: number, r2: number): string {
  for (const { suffix, replacement, after, inR2 } of rules.get(word.charAt(word.length - 1)) ?? []) {
    if (!word.endsWith(suffix)) continue;
    const start = word.length - suffix.length;
    if (start < (inR2 ? r2 : region) || (after !== undefined && !after.includes(word.charAt(start - 1)))) return word;
    return word.slice(0, start) + replacement;
  }
  return word;
}

function step5(word: string, r1: number, r2: number): string {
  const last = word.length - 1;
  if (word.endsWith('e')) {
    const rest = word.slice(0, -1);
    return last >= r2 || (last >= r1 && !endsShort(rest)) ? rest : word;
  }
  return word.endsWith('ll') && last >= r2 ? word.slice(0, -1) : word;
}
