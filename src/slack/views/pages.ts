import type { Button, ContextBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { Correction, Trail } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import { leadingSentences } from '../../guide/text.js';
import { actions, button, contextLine, header, section } from '../block-kit/blocks.js';
import { bold, cutPlain, escapeEntities, escapeKeepingCode, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';

const NAME = 150;
const ROW_SUMMARY = 160;
/** A summary is two sentences. What is longer is on the page. */
const CARD_SUMMARY = 600;
/** What the summary may take where a passage follows, which is what was asked for. */
const LEAD = 160;
/** A first sentence that is longer is cut. */
const MAX_LEAD = 240;

/** What views show of a page. */
export interface PageTexts {
  /** The title, short enough for a list. */
  readonly name: string;
  /** Title and summary, for a list. */
  readonly row: string;
  /** Title and summary, for a card. */
  readonly title: KnownBlock;
  readonly summary: readonly KnownBlock[];
  /** The first sentence or two of the summary in small text, for a card with a passage. */
  readonly lead: readonly KnownBlock[];
}

/** A page never changes, and to cut and escape its texts takes a fifth of the time of a card. */
const texts = new WeakMap<Page, PageTexts>();

export function pageTexts(page: Page): PageTexts {
  let found = texts.get(page);
  if (found === undefined) {
    found = writeTexts(page);
    texts.set(page, found);
  }
  return found;
}

function writeTexts({ title, summary }: Page): PageTexts {
  const name = cutPlain(title, NAME);
  return {
    name: escapeEntities(name),
    row: `${bold(name)}${summary === '' ? '' : `\n${escapeKeepingCode(cutPlain(leadingSentences(summary, ROW_SUMMARY), ROW_SUMMARY))}`}`,
    title: header(title),
    summary: summary === '' ? [] : [section(escapeKeepingCode(cutPlain(summary, CARD_SUMMARY)))],
    lead: summary === '' ? [] : [contextLine(escapeKeepingCode(cutPlain(leadingSentences(summary, LEAD), MAX_LEAD)))],
  };
}

/** A page in a list: title, summary, and a button that opens it. */
export function pageRow(page: Page, trail?: Trail): SectionBlock {
  return section(pageTexts(page).row, openButton(page, { text: 'Open', ...(trail && { trail }) }));
}

/** A button that opens a page in place. Its label is the page's title, unless the title is shown next to it. */
export function openButton(
  page: Page,
  { text = page.title, trail = { slugs: [] } }: { text?: string; trail?: Trail } = {},
): Button {
  return button(
    text,
    { do: 'page:open', slug: page.slug, trail },
    text === page.title ? {} : { label: `${text} ${page.title}` },
  );
}

export const browseTopicsButton = button('Browse all topics', { do: 'list:open', what: 'topics', part: 0 });

const QUESTION = 150;

/** "You asked: how do I roll back?" in small text, with notes below. */
export function askedLine(
  question: string | undefined,
  notes: readonly string[] = [],
  { isAboutMessage = false }: Pick<RenderContext, 'isAboutMessage'> = {},
): ContextBlock[] {
  const asked = cutPlain(question ?? '', QUESTION);
  const opening = isAboutMessage ? 'The message' : 'You asked';
  const lines = [...(asked === '' ? [] : [`${opening}: ${escapeMrkdwn(asked)}`]), ...notes];
  return lines.length === 0 ? [] : [contextLine(lines.join('\n'))];
}

const SHOWN = 3;
const WORD = 40;

/** "Showing results for *deploy* instead of “deplyo”"; empty if nothing was corrected. */
export function correctionNote(corrections: readonly Correction[]): string[] {
  if (corrections.length === 0) return [];
  const words = corrections
    .slice(0, SHOWN)
    .map(
      ({ read, typed }) =>
        `*${escapeMrkdwn(cutPlain(read, WORD))}* instead of “${escapeMrkdwn(cutPlain(typed, WORD))}”`,
    );
  return [`Showing results for ${words.join(', ')}`];
}

/** The second of two questions in one, as a button that leaves the answer to the first where it is. */
export function alsoAsked(question: string | undefined): KnownBlock[] {
  if (question === undefined) return [];
  return [contextLine('You also asked:'), actions([button(question, { do: 'question:ask', question, anew: true })])];
}
