import type { Guide, Page, Section } from '../guide/page.js';
import { judge } from './confidence.js';
import { createIndexData, type IndexData, openIndex } from './index.js';
import { PARAMETERS, type Parameters } from './parameters.js';
import { createLexicon, readQuestion } from './query.js';
import { chooseSection, createRank, readingOn } from './rank.js';
import { type Correct, createCorrect } from './spelling.js';
import { atOnce, lazily, type Steps } from './steps.js';
import { createWrittenAs } from './written-as.js';

/** Finds the pages that answer a question. */
export interface Search {
  find(question: string): SearchResult;
}

export interface SearchResult {
  /** Best first, one per page, at most 10. */
  readonly matches: readonly Match[];
  /** `sure`: the first match is the answer. `unsure`: several could be. `nothing`: none fits; `matches` are the closest, if any. */
  readonly verdict: 'sure' | 'unsure' | 'nothing';
  /** Words that the guide does not have and that were read as a near one that it has. */
  readonly corrections: readonly Correction[];
  /** Words of the question that neither the guide nor a correction knows, as they were typed. */
  readonly unknownWords: readonly string[];
  /** What was looked for, in the terms that `toTerms` gives of a text: for emphasis. */
  readonly sought: ReadonlySet<string>;
}

export interface Match {
  readonly page: Page;
  /** The section that matched best; the introduction where no other did. */
  readonly section: Section;
  readonly score: number;
}

export interface Correction {
  readonly typed: string;
  readonly read: string;
}

/**
 * Indexes a guide, where it is not handed its finished index. Questions are then answered from memory alone.
 * @param data made of this very guide and these parameters
 */
export function createSearch(
  guide: Guide,
  parameters: Parameters = PARAMETERS,
  data: IndexData = createIndexData(guide, parameters),
): PreparedSearch {
  return atOnce(createSearchInSteps(guide, parameters, data));
}

/** The same in steps. */
export function* createSearchInSteps(guide: Guide, parameters: Parameters, data: IndexData): Steps<PreparedSearch> {
  const index = yield* openIndex(data);
  // For the first word that the guide does not have: a start is quicker without.
  const corrections = lazily(() => createCorrect(index.vocabulary.spellings()));
  const correct: Correct = (word) => (parameters.corrections ? corrections()(word) : []);
  const { vocabulary } = index;
  const { background } = parameters;
  const readers = { vocabulary, lexicon: createLexicon(vocabulary), correct, background };
  const rank = yield* createRank(index, parameters);
  const writtenAs = createWrittenAs();

  return {
    find: (question) => {
      const read = readQuestion(question, readers);
      const ranked = rank(read);
      const [first] = ranked;
      const firstPage = first && guide.pages[first.number];
      const corrections: Correction[] = [];
      const unknownWords: string[] = [];
      const sought = new Set<string>();
      for (const term of read.terms) {
        // A misspelt word is read as the first page has it.
        const reading = (first && readingOn(index.pages, first.number, term)) ?? term.readings[0];
        if (reading === undefined) unknownWords.push(term.written);
        else sought.add(reading.stem);
        if (reading?.guess !== undefined) {
          corrections.push({ typed: term.written, read: writtenAs(reading.guess, firstPage) });
        }
      }
      const choose: Choose = (page, number) => chooseSection(index, page, number, read.terms);
      const matches: Match[] = [];
      for (const { number, score } of ranked) {
        const page = guide.pages[number];
        if (page !== undefined) matches.push(new LazyMatch(page, score, number, choose));
      }
      return { matches, verdict: judge(index, read, ranked), corrections, unknownWords, sought };
    },
    *prepare() {
      yield* vocabulary.prepare();
      if (parameters.corrections) yield* corrections.prepare();
    },
  };
}

export interface PreparedSearch extends Search {
  /** Makes what the first questions that need it would else wait for. */
  prepare(): Steps<void>;
}

type Choose = (page: Page, number: number) => Section;

/** Its section is chosen when it is asked for: a card shows the first match's alone. */
class LazyMatch implements Match {
  readonly #number: number;
  readonly #choose: Choose;

  constructor(
    readonly page: Page,
    readonly score: number,
    number: number,
    choose: Choose,
  ) {
    this.#number = number;
    this.#choose = choose;
  }

  get section(): Section {
    return this.#choose(this.page, this.#number);
  }
}
