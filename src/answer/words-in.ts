/** A word with what belongs to it, such as `fly.io`, `don't` and `static-content`; not the full stop after it. */
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}_]|[.'’+#-](?=[\p{L}\p{N}]))*/gu;

export const wordsIn = (text: string): string[] => text.match(WORD) ?? [];

/** Splits a text into its words and what stands between them: joined, the parts are the text again. */
export const splitIntoWords = (text: string): { text: string; isWord: boolean }[] => {
  const parts: { text: string; isWord: boolean }[] = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), isWord: false });
    parts.push({ text: match[0], isWord: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), isWord: false });
  return parts;
};
