import { pick } from '../random.js';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** A question with one edit in each of its two longest words: a letter left out, put in, mistaken, or swapped with the next. */
export function misspell(question, random) {
  const words = [...question.matchAll(/[\p{L}]{3,}/gu)]
    .map((match) => ({ word: match[0], start: match.index, tie: random() }))
    .sort((a, b) => b.word.length - a.word.length || a.tie - b.tie)
    .slice(0, 2)
    .sort((a, b) => b.start - a.start);
  return words.reduce(
    (text, { word, start }) => text.slice(0, start) + edit(word, random) + text.slice(start + word.length),
    question,
  );
}

function edit(word, random) {
  const place = Math.floor(random() * word.length);
  const [before, after] = [word.slice(0, place), word.slice(place)];
  const edited = pick(
    [
      () => before + after.slice(1),
      () => before + pick(LETTERS, random) + after,
      () => before + pick(LETTERS, random) + after.slice(1),
      () =>
        after.length > 1
          ? before + after[1] + after[0] + after.slice(2)
          : before.slice(0, -1) + after + before.slice(-1),
    ],
    random,
  )();
  return edited === word ? edit(word, random) : edited;
}
