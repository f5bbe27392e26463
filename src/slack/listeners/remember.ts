import type { Answer } from '../../answer/answer.js';
import { askedAndFound } from '../../answer/outcome.js';
import type { Surface } from '../../asks/ask-event.js';
import type { Services } from '../services.js';
import type { Press } from './press.js';

/** Who asked, and where. */
export interface Asker {
  readonly installation: string;
  readonly person: string;
  readonly surface: Surface;
}

/** Remembers a question and what came of it. Call it after the answer was sent. Commands are no questions. */
export function rememberQuestion(
  { handling: { asks, readers } }: Pick<Services, 'handling'>,
  asker: Asker,
  answer: Answer,
): void {
  if (answer.kind === 'page') readers.opened(asker, answer.page.slug);
  if (!asks.isOn) return;
  const asked = askedAndFound(answer);
  if (asked !== undefined) asks.record({ kind: 'asked', ...asker, ...asked });
}

/** Remembers that a page was opened from a list, or as a next step. */
export function rememberOpened(
  { handling: { asks, readers } }: Pick<Services, 'handling'>,
  asker: Asker,
  answer: Answer,
): void {
  if (answer.kind !== 'page') return;
  const { page, question, trail } = answer;
  readers.opened(asker, page.slug);
  if (!asks.isOn) return;
  asks.record({
    kind: 'opened',
    ...asker,
    page: page.slug,
    through: trail.slugs,
    question: question ?? trail.question,
  });
}

/** Who pressed, and where. */
export function askerOf({ body, by, installation }: Pick<Press, 'body' | 'by' | 'installation'>): Asker {
  const { channel, view } = body;
  const surface =
    view?.type === 'home' ? 'home' : view ? 'search' : channel?.id.startsWith('D') ? 'direct message' : 'button';
  return { installation, person: by.id, surface };
}

/** Whether this is the first card that the person gets. Only of cards is it known: a list or "nothing found" is not one. */
export async function isFirstCard(
  { handling: { readers } }: Pick<Services, 'handling'>,
  asker: Asker,
  answer: Answer,
): Promise<boolean> {
  return answer.kind === 'page' && (await readers.isNew(asker));
}
