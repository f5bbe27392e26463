import { type Answer, askedAndFound } from '../../answer/answer.js';
import type { Surface } from '../../asks/ask-log.js';
import type { Services } from '../services.js';
import { ANSWER_DIALOG } from '../views/answer-dialog.js';
import { SEARCH_DIALOG } from '../views/search.js';
import type { Press } from './press.js';

/** Who asked, and where. */
export interface Asker {
  readonly installation: string;
  readonly person: string;
  readonly surface: Surface;
}

/** Records a question and what came of it. Call it after the answer was sent. Commands are no questions. */
export function recordQuestion(
  { handling: { asks, recentPages } }: Pick<Services, 'handling'>,
  asker: Asker,
  answer: Answer,
): void {
  if (answer.kind === 'page') recentPages.record(asker, answer.page.slug);
  const asked = askedAndFound(answer);
  if (asked !== undefined) asks.record({ kind: 'asked', ...asker, ...asked });
}

/** Records that a page was opened from a list, or as a next step. */
export function recordOpened(
  { handling: { asks, recentPages } }: Pick<Services, 'handling'>,
  asker: Asker,
  answer: Answer,
): void {
  if (answer.kind !== 'page') return;
  const { page, question, trail } = answer;
  recentPages.record(asker, page.slug);
  asks.record({
    kind: 'opened',
    ...asker,
    page: page.slug,
    through: trail.slugs,
    question: question ?? trail.question,
  });
}

/** Records that a whole page was opened to read. */
export function recordRead(
  { handling: { asks, recentPages } }: Pick<Services, 'handling'>,
  asker: Asker,
  page: string,
): void {
  recentPages.record(asker, page);
  asks.record({ kind: 'read', ...asker, page });
}

/** Who pressed, and where. */
export function askerOf({ body, by, installation }: Pick<Press, 'body' | 'by' | 'installation'>): Asker {
  return { installation, person: by.id, surface: surfaceOf(body) };
}

function surfaceOf({ channel, view }: Press['body']): Surface {
  if (view?.type === 'home') return 'home';
  if (view?.callback_id === SEARCH_DIALOG) return 'search';
  if (view?.callback_id === ANSWER_DIALOG) return 'message shortcut';
  return channel?.id.startsWith('D') ? 'direct message' : 'button';
}

/** Whether this is the first card that the person gets. Only of cards is it known: a list or "nothing found" is not one. */
export async function isFirstCard(
  { handling: { recentPages } }: Pick<Services, 'handling'>,
  asker: Asker,
  answer: Answer,
): Promise<boolean> {
  return answer.kind === 'page' && (await recentPages.isNew(asker));
}
