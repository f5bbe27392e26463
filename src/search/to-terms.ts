import { stem } from './stem.js';
import { isStopWord } from './stop-words.js';
import { tokenize } from './tokenize.js';

/**
 * The stems that a text is found by, in their order: its words without those of grammar, compounds also as one word.
 * A text that has nothing but grammar, such as the title "What now?", keeps it: it could not be found otherwise.
 */
export const toTerms = (text: string): string[] => {
  const tokens = tokenize(text);
  const terms: string[] = [];
  for (const { parts, joined } of tokens) {
    for (const part of parts) if (!isStopWord(part)) terms.push(stem(part));
    if (joined !== undefined) terms.push(stem(joined));
  }
  return terms.length > 0 ? terms : tokens.flatMap(({ parts }) => parts.map(stem));
};
