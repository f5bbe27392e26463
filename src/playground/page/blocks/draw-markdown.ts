import { element } from '../dom/element.js';
import { drawInline } from '../mrkdwn/draw-mrkdwn.js';
import { parseMarkdownInline } from '../mrkdwn/parse-markdown-inline.js';
import type { Block } from '../protocol.js';
import { asText } from './read-json.js';

/** The `markdown` block, as far as apps commonly go: headings, lists, quotes, fences, and emphasis in a line. */
export function drawMarkdown(block: Block): HTMLElement {
  const root = element('div', { class: 'block text' });
  const lines = (asText(block.text) ?? '').split('\n');
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (line.startsWith('```')) {
      const end = lines.indexOf('```', at + 1);
      const close = end < 0 ? lines.length : end;
      root.append(element('pre', { class: 'text-preformatted' }, lines.slice(at + 1, close).join('\n')));
      at = close + 1;
      continue;
    }
    const take = (pattern: RegExp): string[] => {
      const taken: string[] = [];
      for (
        let match = pattern.exec(lines[at] ?? '');
        match && at < lines.length;
        match = pattern.exec(lines[at] ?? '')
      ) {
        taken.push(match[1] ?? '');
        at += 1;
      }
      return taken;
    };
    const heading = /^#{1,6}\s+(.*)$/.exec(line);
    const list = (tag: 'ul' | 'ol', items: string[]) =>
      root.append(element(tag, {}, ...items.map((item) => element('li', {}, inline(item)))));
    if (heading) {
      root.append(element('h4', {}, inline(heading[1] ?? '')));
      at += 1;
    } else if (/^\s*[-*+]\s/.test(line)) list('ul', take(/^\s*[-*+]\s+(.*)$/));
    else if (/^\s*\d+[.)]\s/.test(line)) list('ol', take(/^\s*\d+[.)]\s+(.*)$/));
    else if (line.startsWith('>'))
      root.append(element('blockquote', { class: 'text-quote' }, inline(take(/^> ?(.*)$/).join('\n'))));
    else if (/^(?:-{3,}|\*{3,})$/.test(line)) {
      root.append(element('hr', { class: 'block-divider' }));
      at += 1;
    } else {
      if (line.trim() !== '') root.append(element('div', { class: 'text-paragraph' }, inline(line)));
      at += 1;
    }
  }
  return root;
}

function inline(text: string) {
  return drawInline(parseMarkdownInline(text));
}
