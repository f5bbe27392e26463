import type { PostingsData } from './postings.js';

/** A guide's index as plain data, texts and arrays of numbers: fit to be kept in a file or sent by a thread. */
export interface IndexData {
  /** Each stem on its line; their numbers are those of the postings. */
  readonly stems: string;
  /** In how many pages each stem stands. */
  readonly stemPages: Int32Array;
  /** Each word as it is spelt, folded, on its line. */
  readonly spellings: string;
  /** In how many pages each spelling stands, and the number of its stem. */
  readonly spellingPages: Int32Array;
  readonly spellingStems: Int32Array;
  /** What words begin with, as `openBeginnings` reads it. */
  readonly beginnings: Uint8Array;
  readonly pages: PostingsData;
  readonly sections: PostingsData;
  readonly headlines: PostingsData;
  readonly owners: Int32Array;
  readonly firstSections: Int32Array;
  /** Each page's names and its keywords, as JSON, which is read faster than so many small lists are copied. */
  readonly names: string;
  readonly keywords: string;
}

/** What a thread hands over instead of copying it. */
export function buffersOf(index: IndexData): ArrayBuffer[] {
  const { stemPages, spellingPages, spellingStems, beginnings, owners, firstSections, pages, sections, headlines } =
    index;
  const postings = [pages, sections, headlines].flatMap((data) => [data.starts, data.owners, data.impacts]);
  return [stemPages, spellingPages, spellingStems, beginnings, owners, firstSections, ...postings].flatMap(
    ({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []),
  );
}
