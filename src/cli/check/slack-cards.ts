import { setTimeout as sleep } from 'node:timers/promises';
import { createAnswers } from '../../answer/answers.js';
import type { Guide, Page, Section } from '../../guide/page.js';
import { type Problem, problemAt } from '../../guide/problem.js';
import { createSearch } from '../../search/search.js';
import type { Message } from '../../slack/block-kit/blocks.js';
import { createPageUrl } from '../../slack/block-kit/mrkdwn/render-markdown.js';
import { renderAnswer } from '../../slack/views/render-answer.js';
import { askSlack } from '../doctor/slack-api.js';

export interface SlackAccess {
  readonly apiUrl: string | undefined;
  /** Slack documents that the method needs no scope. Whether it needs a token is not said, so it is asked without one, too. */
  readonly token: string | undefined;
  /** Where the pages are published. */
  readonly guideUrl: string | undefined;
  readonly onAsked: (done: number, total: number) => void;
  /** Waits for so many seconds. */
  readonly wait?: (seconds: number) => Promise<void>;
}

interface Card {
  readonly page: Page;
  readonly section?: Section;
}

/** How often Slack may ask to wait before it is left alone. It documents no figure for this method. */
const MAX_WAITS = 20;
const MAX_WAIT_SECONDS = 60;
const MAX_NAMED = 3;

/**
 * Asks Slack's `blocks.validate` about the card of each page, and of each section with a text
 * (docs.slack.dev/reference/methods/blocks.validate).
 * @returns what Slack refuses, and a note that says how many cards were asked about, and why not all
 */
export async function checkCardsWithSlack(
  guide: Guide,
  { apiUrl, token, guideUrl, onAsked, wait = (seconds) => sleep(seconds * 1_000) }: SlackAccess,
): Promise<{ problems: Problem[]; note: string }> {
  const cards = guide.pages.flatMap((page): Card[] => [
    { page },
    ...page.sections.flatMap((section) => (section.text === '' ? [] : [{ page, section }])),
  ]);
  const render = createRenderer(guide, guideUrl);
  const problems: Problem[] = [];
  let waits = 0;
  for (let done = 0; done < cards.length; ) {
    const card = cards[done] as Card;
    const form = { blocks: JSON.stringify(render(card).blocks) };
    const reply = await askSlack('blocks.validate', { apiUrl, token, form });
    const soFar = `Slack was asked about ${done} of ${cards.length} cards`;
    if (reply.kind === 'unreachable') return { problems, note: `${soFar}: it cannot be reached (${reply.reason})` };
    if (reply.error === 'ratelimited' || reply.error === 'rate_limited') {
      waits += 1;
      if (waits > MAX_WAITS) return { problems, note: `${soFar}: it takes no more for now. Try again later` };
      await wait(Math.min(reply.retryAfter ?? 1, MAX_WAIT_SECONDS));
      continue;
    }
    if (!reply.ok && reply.error !== 'invalid_blocks')
      return { problems, note: `${soFar}: ${reasonOf(reply.error, token)}` };
    if (!reply.ok) problems.push(refusal(card, reply.fields.errors));
    done += 1;
    onAsked(done, cards.length);
  }
  return {
    problems,
    note: `Slack was asked about ${cards.length} cards, and refuses ${problems.length === 0 ? 'none' : problems.length}`,
  };
}

function createRenderer(guide: Guide, guideUrl: string | undefined): (card: Card) => Message {
  const answers = createAnswers(guide, createSearch(guide));
  const context = {
    pageUrl: createPageUrl(guideUrl),
    command: '/guide',
    newId: () => '00000000-0000-4000-8000-000000000000',
    messageUrl: () => undefined,
  };
  return ({ page, section }) =>
    renderAnswer(
      section === undefined
        ? answers.openPage(page.slug, { slugs: [] })
        : answers.openSection(page.slug, section.anchor),
      context,
    );
}

function refusal({ page, section }: Card, errors: unknown): Problem {
  const list = (Array.isArray(errors) ? errors : []).map((error: { message?: unknown; pointer?: unknown }) => {
    const where = error.pointer ? ` at ${error.pointer}` : '';
    return `${error.message ?? 'no reason'}${where}`;
  });
  const more = list.length > MAX_NAMED ? ` and ${list.length - MAX_NAMED} more` : '';
  const reasons = `${list.slice(0, MAX_NAMED).join('; ') || 'no reason'}${more}`;
  const card = section?.heading === undefined ? 'its card' : `the card of "${section.heading}"`;
  const text = `Slack refuses ${card}: ${reasons}. Simplify what it shows. Guidepost should never make such a card, so please report it.`;
  return problemAt('slack-refuses', page.file, undefined, text);
}

function reasonOf(error: string | undefined, token: string | undefined): string {
  if (error === 'not_authed' && !token) return 'it wants a token. Set SLACK_BOT_TOKEN';
  const isToken = /auth|token|account_inactive/.test(error ?? '');
  return isToken
    ? `it refuses SLACK_BOT_TOKEN (${error}). guidepost doctor says more`
    : `it does not check cards here (${error ?? 'no reason'})`;
}
