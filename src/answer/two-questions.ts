import { isAskingWord } from '../search/words/stop-words.js';

/** Where one question ends and another begins: "… down? How …", "… and how do I …". */
const BOUNDARY =
  /(?<=[?？])\s+|(?:,\s*)?\s(?:and|also|plus)\s(?=(?:how|what|where|why|who|which|when|can|should|do|does|is|are)\s)/i;
/** How each but the last of them begins, if it does not end with a question mark. */
const OPENING = /^(?:and|also|plus|so|but)\s+/i;
const AUXILIARY = /^(?:can|could|should|do|does|did|is|are|will|would|may|must)\s/i;
/** "… and how does it work?" is about what the first question names. */
const POINTS_BACK = /\b(?:it|its|that|this|they|them|those|these)\b/i;
/** With more, the text is a story. */
const MAX_QUESTIONS = 2;
/** A question of more characters does not fit a button. */
const MAX_LENGTH = 300;

/** The two questions of "How do I roll back? And who must know?"; undefined for a text that asks one, or more than two. */
export function twoQuestions(text: string): readonly [string, string] | undefined {
  const parts = text
    .split(BOUNDARY, MAX_QUESTIONS + 1)
    .map((part) => part.trim().replace(OPENING, ''))
    .filter((part) => part !== '');
  const [first, second] = parts;
  if (first === undefined || second === undefined || parts.length > MAX_QUESTIONS) return undefined;
  if (second.length > MAX_LENGTH || POINTS_BACK.test(second)) return undefined;
  return asks(first) && asks(second) ? [first, second] : undefined;
}

function asks(text: string): boolean {
  const [opening = ''] = text.toLowerCase().split(/[^\p{L}]+/u, 1);
  return /[?？]$/.test(text) || isAskingWord(opening) || AUXILIARY.test(text);
}
