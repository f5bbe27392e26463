import type { RunItem } from '../../checklist/run.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeMrkdwn } from '../mrkdwn/escape.js';

const TITLE = 40;
const LINE = 300;

export interface Numbered {
  readonly item: RunItem;
  /** From 1, by the place in the run. */
  readonly number: number;
}

/** "✅ 5 done: 1. Restore a backup · 2. … and 3 more", and the same for what was skipped; no line where nothing is folded. */
export function foldedLines(folded: readonly Numbered[]): string[] {
  return [...lineOf(folded, 'done', '✅'), ...lineOf(folded, 'skipped', '⏭️')];
}

function lineOf(folded: readonly Numbered[], kind: 'done' | 'skipped', sign: string): string[] {
  const titles = folded
    .filter(({ item }) => item.state.kind === kind)
    .map(({ item, number }) => `${number}. ${cutPlain(item.title, TITLE)}`);
  if (titles.length === 0) return [];
  const shown: string[] = [];
  for (const title of titles) {
    if ([...shown, title].join(' · ').length > LINE) break;
    shown.push(title);
  }
  const more = titles.length > shown.length ? ` and ${titles.length - shown.length} more` : '';
  return [`${sign} *${titles.length} ${kind}:* ${escapeMrkdwn(shown.join(' · '))}${more}`];
}
