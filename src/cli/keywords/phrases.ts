import { createHash } from 'node:crypto';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Guide, Page, Section } from '../../guide/page.js';
import { sentencesOf, shorten } from '../../guide/text.js';
import { printable } from '../text/terminal.js';

/** How many phrases are asked for, and at most taken. */
const MAX_PHRASES = 12;
const MAX_PHRASE_WORDS = 5;

// Enough to know what a page is about, and little enough for any program.
const MAX_SECTIONS = 60;
const MAX_SENTENCES = 2;
const MAX_EXCERPT = 300;
const MAX_LISTED = 3_000;

/** Asks for keywords of a page, in words that any program and any person understands. */
export function promptFor(page: Page): string {
  const listed = page.keywords.map(({ text }) => text).join('; ');
  return `Help people find a page of their team's guide by search.

Write ${MAX_PHRASES} short phrases that people would type to find the page below when they do not know the name of its topic: what they see
going wrong, error messages, everyday words, other names for the same thing.

- No more than five words in each.
- No phrase that occurs on the page or is already listed.
- Answer with a YAML list and nothing else, each phrase in double quotes, in this form:

- "site is slow at night"
- "undo the last change"

${listed === '' ? '' : `Already listed: ${shorten(listed, MAX_LISTED)}\n\n`}The page:

${outlineOf(page)}
`;
}

/** A hash of what the prompt says about the page: it changes when the page is about something else, not with every typo. */
export function hashOf(page: Page): string {
  return createHash('sha256').update(outlineOf(page)).digest('hex').slice(0, 16);
}

/** Title, summary, headings, and the first sentences of each section. */
function outlineOf({ title, aliases, summary, sections }: Page): string {
  return [
    `Title: ${title}`,
    ...(aliases.length > 0 ? [`Also called: ${aliases.join(', ')}`] : []),
    `Summary: ${summary}`,
    ...sections.slice(0, MAX_SECTIONS).map(excerptOf),
  ].join('\n');
}

function excerptOf({ heading, text }: Section): string {
  let excerpt = '';
  let count = 0;
  for (const sentence of sentencesOf(text)) {
    excerpt += sentence;
    if (++count === MAX_SENTENCES || excerpt.length > MAX_EXCERPT) break;
  }
  const line = shorten(excerpt.replace(/\s+/g, ' ').trim(), MAX_EXCERPT);
  return heading === undefined ? line : `\n## ${heading}\n${line}`;
}

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
