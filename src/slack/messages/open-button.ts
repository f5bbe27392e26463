import type { Button } from '@slack/types';
import type { Trail } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import { button } from '../blocks.js';

/** A button that opens a page in place; its label is the page's title unless the title already stands beside it. */
export function openButton(
  page: Page,
  { text = page.title, trail = { slugs: [] } }: { text?: string; trail?: Trail } = {},
): Button {
  return button(
    text,
    { do: 'open-page', slug: page.slug, trail },
    text === page.title ? {} : { label: `${text} ${page.title}` },
  );
}
