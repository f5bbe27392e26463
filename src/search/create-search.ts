import type { Guide, Page, Section } from '../guide/page.js';
import { chooseSection } from './choose-section.js';
import { type Correct, createCorrect } from './correct.js';
import { createIndexData } from './create-index-data.js';
import type { IndexData } from './index-data.js';
import { judge } from './judge.js';
import { openIndex } from './open-index.js';
import { PARAMETERS, type Parameters } from './parameters.js';
import { createRank } from './rank.js';
import { readQuestion } from './read-question.js';
import { readingOn } from './reading-on.js';
import type { Correction, Match, Search } from './search.js';
import { createWrittenAs } from './written-as.js';

/**
 * Indexes a guide, where it is not handed its finished index. Questions are then answered from memory alone.
 * @param data made of this very guide and these parameters
 */
export const createSearch = (
  guide: Guide,
  parameters: Parameters = PARAMETERS,
  data: IndexData = createIndexData(guide, parameters),
): Search => {
  const index = openIndex(data);
  let made: Correct | undefined;
  const correct: Correct = (word) => {
    if (!parameters.corrections) return [];
    // Made for the first word that the guide does not have: a start and a reload are quicker without.
    made ??= createCorrect(index.vocabulary.spellings());
    return made(word);
  };
  const rank = createRank(index, parameters);
  const writtenAs = createWrittenAs();

  return {
    find: (question) => {
      const read = readQuestion(question, index.vocabulary, correct, parameters.background);
      const ranked = rank(read);
      const [first] = ranked;
      const page = first && guide.pages[first.number];
      const corrections: Correction[] = [];
      const unknownWords: string[] = [];
      const sought = new Set<string>();
      for (const term of read.terms) {
        // A misspelt word is read as the first page has it.
        const reading = (first && readingOn(index.pages, first.number, term)) ?? term.readings[0];
        if (reading === undefined) unknownWords.push(term.written);
        else sought.add(reading.stem);
        if (reading?.guess !== undefined) {
          corrections.push({ typed: term.written, read: writtenAs(reading.guess, page) });
        }
      }
      const matches: Match[] = [];
      for (const { number, score } of ranked) {
        const match = guide.pages[number];
        if (match) matches.push(new FoundPage(match, score, () => chooseSection(index, match, number, read.terms)));
      }
      return { matches, verdict: judge(index, read, ranked), corrections, unknownWords, sought };
    },
  };
};

/** Its section is chosen when it is asked for: a card shows the first match's alone. */
class FoundPage implements Match {
  readonly page: Page;
  readonly score: number;
  readonly #choose: () => Section;

  constructor(page: Page, score: number, choose: () => Section) {
    this.page = page;
    this.score = score;
    this.#choose = choose;
  }

  get section(): Section {
    return this.#choose();
  }
}
