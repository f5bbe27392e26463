/** A question, reduced to what is searched for. */
export interface Query {
  /** The words that say what it is about, each once. */
  readonly terms: readonly Term[];
  /** The stems of all its words, stop words included, and of all variants. */
  readonly stems: ReadonlySet<string>;
  /** The words of a pasted error message in their order, in lower case: a page that quotes it answers. Absent for a question. */
  readonly message?: readonly string[];
}

export interface Term {
  /** As typed. */
  readonly written: string;
  /** What is looked up for the word; a page needs only one of them. Empty if neither the guide nor a correction knows it. */
  readonly variants: readonly Variant[];
  /** How informative the word is in this guide. */
  readonly weight: number;
  /** From 0 to 1: less in a clause that only gives the background. */
  readonly importance: number;
}

/** One way to look up a word: as typed, its full form, a correction, or a compound with its neighbour. */
export interface Variant {
  readonly stem: string;
  /** From 0 to 1: how sure it is that the word means something in this guide; less for a correction. */
  readonly certainty: number;
  /** From 0 to 1: how much it counts compared with the other variants. */
  readonly likelihood: number;
  /** Whether it is the word joined with its neighbour: `roll back` as "rollback". */
  readonly isCompound?: boolean;
  /** The word of the guide, folded, that the typed word was corrected to. */
  readonly correction?: string;
}
