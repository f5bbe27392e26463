import type { Button } from '@slack/types';
import type { PageAnswer } from '../../answer/answer.js';
import { button, linkButton } from '../blocks.js';
import { count } from './count.js';
import type { RenderContext } from './render-context.js';

/** What can be done with the page itself. */
export function cardButtons(answer: PageAnswer, { inDialog, pageUrl }: RenderContext): Button[] {
  const { page, trail, cameThrough } = answer;
  const before = cameThrough.at(-1);
  const earlier = { ...trail, slugs: trail.slugs.slice(0, trail.slugs.lastIndexOf(before?.slug ?? '')) };
  const url = pageUrl({ kind: 'page', slug: page.slug });
  return [
    ...(before
      ? [button('Back', { do: 'open-page', slug: before.slug, trail: earlier }, { label: `Back to ${before.title}` })]
      : []),
    ...(page.checklist ? [checklistButton(page.slug, page.checklist.items.length)] : []),
    ...(inDialog
      ? []
      : [button('Share', { do: 'share', slug: page.slug, trail }, { label: 'Share this card with the channel' })]),
    url === undefined
      ? button('Read the page', { do: 'open-dialog', slug: page.slug })
      : linkButton('Read the page', url),
  ];
}

export function checklistButton(slug: string, items: number, anew?: true): Button {
  return button(`Checklist (${count(items, 'item')})`, { do: 'preview', slug, part: 0, ...(anew && { anew }) });
}
