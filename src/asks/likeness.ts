/** The words of a question that say what it is about, such as its stems without words of grammar. */
export type WordsOf = (text: string) => readonly string[];

/** Two questions are alike if this part of their words is the same (Dice's coefficient). */
const ALIKE = 0.6;

export interface Group<T> {
  /** What was asked most, in its words. */
  readonly question: string;
  readonly members: readonly T[];
}

/** Groups what has questions that are alike, the largest group first. */
export function groupAlike<T extends { readonly question: string }>(all: readonly T[], wordsOf: WordsOf): Group<T>[] {
  const groups: { words: ReadonlySet<string>; members: T[] }[] = [];
  /** The groups that have a word, so that a question is compared only with those that share one. */
  const byWord = new Map<string, Set<(typeof groups)[number]>>();
  /** Most questions are asked in the same words again. */
  const byQuestion = new Map<string, (typeof groups)[number]>();
  for (const one of all) {
    const same = byQuestion.get(one.question);
    if (same !== undefined) {
      same.members.push(one);
      continue;
    }
    const words = new Set(wordsOf(one.question));
    const near = new Set([...words].flatMap((word) => [...(byWord.get(word) ?? [])]));
    let [best, likeness] = [undefined as (typeof groups)[number] | undefined, 0];
    for (const group of near) {
      const how = dice(words, group.words);
      if (how > likeness) [best, likeness] = [group, how];
    }
    if (best === undefined || likeness < ALIKE) {
      best = { words, members: [] };
      groups.push(best);
      for (const word of words) byWord.set(word, (byWord.get(word) ?? new Set()).add(best));
    }
    best.members.push(one);
    byQuestion.set(one.question, best);
  }
  return groups
    .map(({ members }) => ({ question: mostFrequent(members.map(({ question }) => question)), members }))
    .sort((a, b) => b.members.length - a.members.length);
}

function dice(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size + other.size === 0) return 0;
  let common = 0;
  for (const word of one) if (other.has(word)) common += 1;
  return (2 * common) / (one.size + other.size);
}

/** The first of those that occur most. */
function mostFrequent(texts: readonly string[]): string {
  return countEach(texts)[0]?.[0] ?? '';
}

/** Each text with how often it occurs, the most frequent first. */
export function countEach(texts: Iterable<string>): [text: string, times: number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
