import type { JudgedQuestion } from '../../answer/evaluate.js';
import { nearestWord } from '../../guide/near-names.js';
import type { Guide, Page } from '../../guide/page.js';
import { buildIndex } from '../../search/build-index.js';
import { PARAMETERS } from '../../search/parameters.js';
import { parseQuestion } from '../../search/parse-question.js';
import type { Term } from '../../search/query.js';
import { createSearch } from '../../search/search.js';
import { isEveryday } from '../../search/words/everyday-words.js';
import { stem, TermReader } from '../../search/words/terms.js';
import { fold } from '../../search/words/tokenize.js';

/** A word that people asked with, and that the page which answers lacks. */
export interface AskedWord {
  /** As typed first. */
  readonly word: string;
  readonly questions: readonly string[];
  /** How many of the questions lead to another page, or to none. */
  readonly missed: number;
}

/**
 * The words that each page lacks of the questions that it answers, by slug: those of questions that lead elsewhere first, then those
 * asked most. A misspelled word, a short form and a synonym are not lacking if the page has what they are read as.
 */
export function findAskedWords(
  guide: Guide,
  questions: readonly JudgedQuestion[],
): ReadonlyMap<string, readonly AskedWord[]> {
  const index = buildIndex(guide);
  const search = createSearch(guide, PARAMETERS, index);
  const reader = new TermReader();
  const asked = new Map<string, AskedWord[]>();
  for (const [slug, page] of guide.bySlug) {
    const ofPage = questions.filter((question) => question.page === slug);
    if (ofPage.length === 0) continue;
    const texts = textsOf(page).map((text) => reader.read(text));
    const stems = new Set(texts.flatMap(({ terms }) => terms));
    const spellings = new Set(texts.flatMap(({ words }) => words));
    const words = new Map<string, AskedWord>();
    for (const { question } of ofPage) {
      const { matches, confidence } = search.find(question);
      const isMissed = confidence === 'nothing' || matches[0]?.page !== page;
      for (const term of parseQuestion(question, index, PARAMETERS).terms) {
        if (term.variants.some((variant) => stems.has(variant.stem)) || !isInformative(term)) continue;
        if (isMisspelled(term, spellings)) continue;
        const key = stem(fold(term.written));
        const { word, questions, missed } = words.get(key) ?? { word: term.written, questions: [], missed: 0 };
        words.set(key, { word, questions: [...questions, question], missed: missed + (isMissed ? 1 : 0) });
      }
    }
    if (words.size > 0)
      asked.set(
        slug,
        [...words.values()].sort((a, b) => b.missed - a.missed || b.questions.length - a.questions.length),
      );
  }
  return asked;
}

function textsOf({ title, aliases, keywords, summary, sections }: Page): string[] {
  return [
    title,
    ...aliases,
    ...keywords.map(({ text }) => text),
    summary,
    ...sections.flatMap(({ heading = '', text }) => [heading, text]),
  ];
}

/** Shorter words that differ little are different words. */
const MIN_MISSPELLED = 5;

/** Whether nobody writes the word, and the page has a similar one. The search corrects only what is certain. */
function isMisspelled({ written, variants }: Term, spellings: Iterable<string>): boolean {
  return variants.length === 0 && written.length >= MIN_MISSPELLED && nearestWord(written, spellings) !== undefined;
}

/** A word of fewer than half of the pages has at least this weight. */
const MIN_WEIGHT = Math.log(2);

/** Whether a word says what a question is about: it is no number, no background, no everyday word, and not on most pages. */
function isInformative({ written, weight, importance }: Term): boolean {
  return importance === 1 && weight >= MIN_WEIGHT && /\p{L}{2}/u.test(written) && !isEveryday(stem(fold(written)));
}
