import type { Button, KnownBlock } from '@slack/types';
import type { Passage, Trail } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import type { Message } from '../blocks.js';
import type { PageUrl } from '../mrkdwn/page-url.js';

/** A message in parts, most of which are the same for every question. */
export interface MessageParts {
  readonly text: readonly Rendered<string>[];
  readonly blocks: readonly Part[];
}

/** A stretch of a message: blocks, a row of buttons that several pages bring together, or a passage. */
export type Part = Rendered<readonly KnownBlock[]> | Row | PassagePart;

export interface Rendered<T> {
  /** What it says of one page alone is the same for every question but for the trail, and need not be made anew. */
  readonly of?: { readonly page: object; readonly as: string };
  readonly render: (trail: Trail) => T;
}

/** What is said is the same whatever the page. */
export const ANY_PAGE = Object.freeze({});

export interface Row {
  readonly row: readonly Rendered<readonly Button[]>[];
}

/** The same for every question but for the words in bold. */
export interface PassagePart extends Rendered<readonly KnownBlock[]> {
  readonly page: Page;
  readonly passage: Passage;
  readonly pageUrl: PageUrl;
}

export function renderParts({ text, blocks }: MessageParts, trail: Trail): Message {
  return {
    text: text.map(({ render }) => render(trail)).join(''),
    blocks: blocks.flatMap((part) =>
      'row' in part
        ? { type: 'actions', elements: part.row.flatMap(({ render }) => render(trail)) }
        : part.render(trail),
    ),
  };
}
