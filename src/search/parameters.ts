/** What the ranking can be tuned by. `npm run bench -- ranking --ablate` measures what each part contributes. */
export interface Parameters {
  readonly bm25: Bm25;
  /** How much a term counts in each field of a page, against 1 in the text of a section. */
  readonly pageBoosts: {
    title: number;
    names: number;
    keywords: number;
    summary: number;
    text: number;
    /** The words of the file's path. */
    path: number;
  };
  readonly sectionBoosts: { heading: number; text: number; keywords: number };
  /** How much a page's best section adds to the page. */
  readonly sectionShare: number;
  /** By how much, at most, a section is raised of which the question has a whole keyword. */
  readonly keywordBonus: number;
  /** By how much, at most, a page is raised whose whole name or keyword the question has. */
  readonly nameBonus: number;
  /** How much a clause counts that only gives the background, where another one asks. */
  readonly background: number;
  /** Whether a word that the guide does not have is read as the words near it. */
  readonly corrections: boolean;
}

/** Saturation (k), length normalisation (b), and the floor of BM25+ that long texts keep (delta; Lv & Zhai 2011). */
export interface Bm25 {
  readonly k: number;
  readonly b: number;
  readonly delta: number;
  /** How much of a term's idf in a field comes from all fields together: a word of every page says little in a title, too. */
  readonly anywhere: number;
}

export const PARAMETERS: Parameters = {
  bm25: { k: 1.2, b: 0.7, delta: 0.5, anywhere: 0.7 },
  // Keywords most: authors add them so that the page is found. The text half, because it counts again in its section.
  pageBoosts: { title: 2, names: 2, keywords: 4, summary: 1.5, text: 0.5, path: 0.2 },
  sectionBoosts: { heading: 1, text: 1, keywords: 0.7 },
  sectionShare: 1,
  keywordBonus: 1,
  nameBonus: 0.5,
  background: 0.5,
  corrections: true,
};
