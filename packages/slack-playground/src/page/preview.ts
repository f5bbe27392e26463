import type { PreviewData } from '../protocol.js';
import { drawBlocks } from './blocks/blocks.js';
import type { SurfaceContext } from './blocks/surface-context.js';
import { element } from './dom/element.js';

// The script of a page that only shows messages. What they say is in the page itself: there is no server.
const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as PreviewData;
document.body.replaceChildren(drawPreview(data));

function drawPreview({ title, app, icon, cards }: PreviewData): HTMLElement {
  return element(
    'main',
    { class: 'preview' },
    element('h1', {}, title),
    ...cards.map(({ heading, note, blocks }, index) =>
      element(
        'section',
        { class: 'preview-card', 'aria-labelledby': `card-${index}` },
        element(
          'h2',
          { id: `card-${index}` },
          heading,
          note !== undefined && element('span', { class: 'preview-note' }, note),
        ),
        element(
          'div',
          { class: 'message' },
          element(
            'span',
            { class: 'avatar avatar-app', 'aria-hidden': 'true' },
            element('img', { src: icon, alt: '' }),
          ),
          element(
            'div',
            { class: 'message-main' },
            element(
              'div',
              { class: 'message-head' },
              element('span', { class: 'message-author' }, app),
              element('span', { class: 'badge' }, 'APP'),
            ),
            drawBlocks(blocks, stillContext(`card${index}`)),
          ),
        ),
      ),
    ),
  );
}

/** For blocks that nobody uses: buttons do nothing, and fields are as the app sent them. */
function stillContext(key: string): SurfaceContext {
  return {
    key,
    names: { person: () => undefined, channel: () => undefined, me: '' },
    people: [],
    channels: [],
    inputs: {},
    errors: {},
    isPending: () => false,
    press() {},
    choose() {},
    suggest: async () => [],
    pressed: () => undefined,
    keepPressed() {},
    draft: () => undefined,
    type() {},
  };
}
