import type { Trail } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import { numbered } from '../blocks.js';
import type { Part, Rendered, RowButton } from './part.js';
import { createTemplate, gapFor, type Template } from './template.js';

/** Writes the blocks of parts as JSON, for a trail that is nothing but a question. */
export type WriteParts = (parts: readonly Part[], question: string) => string;

/** Keeps what is said of each page as a template, for as long as the page is in the guide. */
export const createWriteParts = (): WriteParts => {
  const kept = new WeakMap<Page, Map<string, Template | 'none'>>();

  const templateOf = (page: Page, as: string, render: (trail: Trail) => unknown): Template | 'none' => {
    let ofPage = kept.get(page);
    if (ofPage === undefined) {
      ofPage = new Map();
      kept.set(page, ofPage);
    }
    const before = ofPage.get(as);
    if (before !== undefined) return before;
    const template = createTemplate(render) ?? 'none';
    ofPage.set(as, template);
    return template;
  };

  return (parts, question) => {
    const trail = { slugs: [], question };
    const gap = gapFor(question);
    const write = <T>({ of, render }: Rendered<T>, as = of?.as): string => {
      const template =
        of === undefined || as === undefined || gap === undefined ? 'none' : templateOf(of.page, as, render);
      return template === 'none' || gap === undefined ? JSON.stringify(render(trail)) : template.fill(gap);
    };
    const writeRow = (buttons: readonly RowButton[]): string =>
      buttons
        .map(({ of, render }, place) =>
          write({ of, render: (by) => numbered(render(by), place) }, `${of?.as}.${place}`),
        )
        .join(',');
    let written = '';
    for (const part of parts) {
      const text = 'row' in part ? `{"type":"actions","elements":[${writeRow(part.row)}]}` : write(part).slice(1, -1);
      if (text !== '') written += written === '' ? text : `,${text}`;
    }
    return `[${written}]`;
  };
};
