import type { Correction } from '../../answer/answer.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeMrkdwn } from '../mrkdwn/escape.js';

const SHOWN = 3;
const WORD = 40;

/** "Showing results for *deploy* (you typed “deplyo”)", or nothing where nothing was corrected. */
export function correctionNote(corrections: readonly Correction[]): string[] {
  if (corrections.length === 0) return [];
  const words = corrections
    .slice(0, SHOWN)
    .map(
      ({ read, typed }) =>
        `*${escapeMrkdwn(cutPlain(read, WORD))}* (you typed “${escapeMrkdwn(cutPlain(typed, WORD))}”)`,
    );
  return [`Showing results for ${words.join(', ')}`];
}
