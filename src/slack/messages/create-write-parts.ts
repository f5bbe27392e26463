import { insideJson } from '../ascii-json.js';
import { WrittenMessage } from '../written-message.js';
import { createWritePassage } from './create-write-passage.js';
import type { MessageParts, Part, Rendered } from './part.js';
import { createTemplate, gapFor, type Template } from './template.js';

/** Writes what `renderParts` renders for a trail that is nothing but a question. */
export type WriteParts = (parts: MessageParts, question: string) => WrittenMessage;

/** Keeps what is said of each page as a template, for as long as the page is in the guide. */
export function createWriteParts(): WriteParts {
  const kept = new WeakMap<object, Map<string, Template | 'none'>>();
  const writePassage = createWritePassage();

  const templateOf = ({ of, render }: Rendered<unknown>): Template | 'none' => {
    if (of === undefined) return 'none';
    let ofPage = kept.get(of.page);
    if (ofPage === undefined) {
      ofPage = new Map();
      kept.set(of.page, ofPage);
    }
    const before = ofPage.get(of.as);
    if (before !== undefined) return before;
    const template = createTemplate(render) ?? 'none';
    ofPage.set(of.as, template);
    return template;
  };

  return ({ text, blocks }, question) => {
    const trail = { slugs: [], question };
    const gap = gapFor(question);
    const write = (part: Rendered<unknown>): string => {
      const template = gap === undefined ? 'none' : templateOf(part);
      return template === 'none' || gap === undefined ? insideJson(part.render(trail)) : template.fill(gap);
    };
    const writePart = (part: Part): string => {
      if ('row' in part) return `{"type":"actions","elements":[${part.row.map(write).join(',')}]}`;
      return ('passage' in part ? writePassage(part) : undefined) ?? write(part);
    };
    let written = '';
    for (const part of blocks) {
      const block = writePart(part);
      if (block !== '') written += written === '' ? block : `,${block}`;
    }
    return new WrittenMessage(`"text":"${text.map(write).join('')}","blocks":[${written}]`);
  };
}
