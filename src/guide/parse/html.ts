import type { Html, Nodes, Root, Text } from 'mdast';
import { rewriteTree } from './tree.js';

declare module 'mdast' {
  interface TextData {
    /** An icon or a list item began here in the HTML. In the legacy format an icon begins each item of a checklist. */
    checkMark?: boolean;
  }
}

/** Replaces raw HTML with its text. An icon or a list item leaves an empty text node with `checkMark` in front. */
export function dropHtml(root: Root): Root {
  return rewriteTree(root, (node, parent) => {
    if (node.type !== 'html') return [node];
    return parent.type === 'root' ||
      parent.type === 'blockquote' ||
      parent.type === 'listItem' ||
      parent.type === 'footnoteDefinition'
      ? blocksFor(node)
      : inlineFor(node);
  });
}

function blocksFor({ value, position }: Html): Nodes[] {
  return htmlParagraphs(value).map(({ text, isMarked }) => ({
    type: 'paragraph',
    children: [...(isMarked ? [checkMark()] : []), { type: 'text', value: text }],
    ...(position && { position }),
  }));
}

// Inside a line each tag is its own node, and the text between tags is ordinary Markdown.
function inlineFor({ value }: Html): Nodes[] {
  if (/^<br\b/i.test(value)) return [{ type: 'break' }];
  if (/^<img\b/i.test(value)) return [{ type: 'text', value: imageText(value) }];
  return isIcon(value) ? [checkMark()] : [];
}

function checkMark(): Text {
  return { type: 'text', value: '', data: { checkMark: true } };
}

// A comment, an element whose content is not for reading, any other tag, or a declaration. Without an end, each goes
// to the end of the text, as in a browser; searching again at every "<" would take time that grows with the square.
const MARKUP =
  /<!--[\s\S]*?(?:-->|$)|<(script|style|template)\b[\s\S]*?(?:<\/\1\s*>|$)|<\/?([a-z][\w:-]*)((?:[^>"']|"[^"]*(?:"|$)|'[^']*(?:'|$))*)(?:>|$)|<[!?][^>]*(?:>|$)/gi;
const BLOCKS = new Set(
  'address article aside blockquote br dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  copy: '©',
  rarr: '→',
  larr: '←',
};

interface HtmlParagraph {
  readonly text: string;
  /** It begins with an icon, or is an item of a list. */
  readonly isMarked: boolean;
}

// An icon of a web font, such as `<i class="fa fa-check">`.
function isIcon(tag: string): boolean {
  return /^<i\s[^>]*\bclass\s*=/i.test(tag);
}

/** The paragraphs in raw HTML, without tags, comments, scripts and styles. Images become their alternative text. */
function htmlParagraphs(html: string): HtmlParagraph[] {
  const paragraphs: HtmlParagraph[] = [];
  let open = '';
  // A mark applies to the text that follows it: `<li><p>text</p></li>`.
  let isMarked = false;
  const close = (): void => {
    for (const part of open.split(/\n\s*\n/)) {
      const text = decodeEntities(part).replace(/\s+/g, ' ').trim();
      if (text === '') continue;
      paragraphs.push({ text, isMarked });
      isMarked = false;
    }
    open = '';
  };

  let end = 0;
  for (const { 0: markup, 2: name, index } of html.matchAll(MARKUP)) {
    open += html.slice(end, index);
    end = index + markup.length;
    const tag = name?.toLowerCase();
    if (tag === 'img') open += imageText(markup);
    if (tag !== undefined && BLOCKS.has(tag)) close();
    if ((tag === 'li' || isIcon(markup)) && open.trim() === '') isMarked = !markup.startsWith('</');
  }
  open += html.slice(end);
  close();
  return paragraphs;
}

/** The alternative text of an `<img>` tag; empty if it has none. */
function imageText(tag: string): string {
  const match = /\salt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(tag);
  return decodeEntities(match?.[1] ?? match?.[2] ?? match?.[3] ?? '');
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
