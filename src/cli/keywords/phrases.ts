import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Guide, Page } from '../../guide/page.js';
import { printable } from '../text/terminal.js';
import { MAX_PHRASE_WORDS, MAX_PHRASES } from './prompt.js';

const MAX_CHARACTERS = 60;

/** What a program answered: phrases as it wrote them, or why they cannot be read. */
export type ReadAnswer =
  | { readonly kind: 'phrases'; readonly phrases: readonly string[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads a YAML list, also inside a fence with other text around it. */
export function readAnswer(output: string): ReadAnswer {
  const fenced = /^[ \t]*```(?:ya?ml)?[ \t]*\r?\n([\s\S]*?)^[ \t]*```/im.exec(output);
  const yaml = (fenced?.[1] ?? output).trim();
  if (yaml === '') return { kind: 'unreadable', reason: 'the answer is empty' };
  const document = parseDocument(yaml, { schema: 'failsafe', prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) return { kind: 'unreadable', reason: `the answer is not YAML: ${error.message}` };
  if (!isSeq(document.contents)) return { kind: 'unreadable', reason: 'the answer is not a YAML list' };
  const phrases = document.contents.items.map((item) => {
    if (isScalar(item)) return String(item.value ?? '');
    // `- error: timeout` without quotes is taken as it is written.
    return isMap(item) && item.range ? yaml.slice(item.range[0], item.range[1]) : '';
  });
  return { kind: 'phrases', phrases };
}

export interface CheckedPhrases {
  readonly added: readonly string[];
  readonly leftOut: readonly { readonly phrase: string; readonly reason: string }[];
}

/** Knows the names and keywords of every page, so that no phrase leads to two of them. */
export class PhraseChecker {
  /** Normalized → what it is. */
  readonly #taken = new Map<string, string>();

  constructor({ pages }: Guide) {
    for (const { slug, title, aliases, keywords } of pages) {
      for (const { text } of keywords) this.#taken.set(normalize(text), `a keyword of ${slug}`);
      for (const text of aliases) this.#taken.set(normalize(text), `another name of ${slug}`);
      this.#taken.set(normalize(title), `the title of ${slug}`);
    }
  }

  /** Which phrases are new keywords of the page, and why the others are not. Remembers those that are. */
  check(phrases: readonly string[], page: Page): CheckedPhrases {
    const text = ` ${normalize(textOf(page))} `;
    const added: string[] = [];
    const leftOut: { phrase: string; reason: string }[] = [];
    for (const written of phrases) {
      // A comma separates keywords in the legacy format.
      const phrase = written.replace(/[ ,]+/g, ' ').trim();
      const normalized = normalize(phrase);
      const reason =
        whatIsWrong(phrase) ??
        (this.#taken.has(normalized) ? `is ${this.#taken.get(normalized)} already` : undefined) ??
        (text.includes(` ${normalized} `) ? 'is on the page already' : undefined) ??
        (added.length >= MAX_PHRASES ? `comes after the first ${MAX_PHRASES}` : undefined);
      if (reason === undefined) {
        added.push(phrase);
        this.#taken.set(normalized, `a keyword of ${page.slug}`);
      } else leftOut.push({ phrase, reason });
    }
    return { added, leftOut };
  }
}

function whatIsWrong(phrase: string): string | undefined {
  if (/[\p{Cc}\p{Zl}\p{Zp}\uFFFD]/u.test(phrase) || printable(phrase) !== phrase) return 'has control characters';
  if (!/[\p{L}\p{N}]/u.test(phrase)) return 'has no words';
  const words = phrase.split(' ').length;
  if (words > MAX_PHRASE_WORDS) return `has ${words} words, and the limit is ${MAX_PHRASE_WORDS}`;
  const { length } = phrase;
  return length > MAX_CHARACTERS ? `has ${length} characters, and the limit is ${MAX_CHARACTERS}` : undefined;
}

function textOf({ summary, sections }: Page): string {
  return [summary, ...sections.flatMap(({ heading = '', text }) => [heading, text])].join('\n');
}

/** Case and punctuation make no difference to the search. */
function normalize(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}
