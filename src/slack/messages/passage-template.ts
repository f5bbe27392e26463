import type { Nodes } from 'mdast';
import type { Passage } from '../../answer/answer.js';
import { emphasise, type Place, type SetApart, wordsIn } from '../../answer/emphasis.js';
import type { Page } from '../../guide/page.js';
import { insideJson } from '../ascii-json.js';
import { section } from '../blocks.js';
import { layOut } from '../mrkdwn/lay-out.js';
import type { PageUrl } from '../mrkdwn/page-url.js';
import { headingLine, PASSAGE, passageText } from './passage-text.js';

/** A passage's block as JSON, to set words of it in bold. */
export interface PassageTemplate {
  /** Nothing where the marks of so many bold words would have the passage cut. */
  fill(words: ReadonlySet<string>): string | undefined;
}

/** It belongs to no text: Unicode keeps it free for programs' own use. */
const MARK = '\uFDD0';
const SET_APART = /\*\uFDD0([^\uFDD0]*)\uFDD0\*/;

const setApart: SetApart = (word) => ({
  type: 'strong',
  children: [{ type: 'text', value: `${MARK}${word}${MARK}` }],
});

/** Makes a template of a passage, whichever of its words match; nothing where more than its bold words tells of those. */
export function createPassageTemplate(
  page: Page,
  { section: from, content }: Passage,
  pageUrl: PageUrl,
): PassageTemplate | undefined {
  const texts = content.flatMap(textsOf);
  // Such a character is escaped or not by what stands beside it, and by that alone where that is set apart.
  if (texts.some((text) => /[*_~]/.test(text))) return undefined;
  const all = new Set(texts.flatMap(wordsIn).map((word) => word.toLowerCase()));
  const heading = headingLine(page, from, pageUrl);
  const pieces = layOut(emphasise(content, all, setApart), pageUrl, Number.POSITIVE_INFINITY)
    .join('')
    .split(SET_APART);
  const plain = passageText(page, { section: from, content, words: new Set() }, pageUrl);
  // It is cut, or a word stands where none is set apart, as in a table.
  if (`${heading}${pieces.join('')}` !== plain) return undefined;
  const room = (PASSAGE + heading.length - plain.length) / 2;
  const [before = '', after = ''] = insideJson([section(MARK)]).split(insideJson(MARK));
  let json = `${before}${insideJson(heading)}`;
  const places = new Map<string, Place[]>();
  for (const [index, piece] of pieces.entries()) {
    const start = json.length;
    json += insideJson(piece);
    if (index % 2 === 0) continue;
    const word = piece.toLowerCase();
    const others = places.get(word);
    if (others === undefined) places.set(word, [{ start, end: json.length }]);
    else others.push({ start, end: json.length });
  }
  json += after;
  return {
    fill: (words) => {
      const bold: Place[] = [];
      for (const word of words) {
        const found = places.get(word);
        if (found !== undefined) bold.push(...found);
      }
      if (bold.length > room) return undefined;
      bold.sort((a, b) => a.start - b.start);
      let text = '';
      let done = 0;
      for (const { start, end } of bold) {
        text += `${json.slice(done, start)}*${json.slice(start, end)}*`;
        done = end;
      }
      return text + json.slice(done);
    },
  };
}

function textsOf(node: Nodes): string[] {
  if (node.type === 'text') return [node.value];
  return 'children' in node ? (node.children as Nodes[]).flatMap(textsOf) : [];
}
