import { emojiTable } from './emoji-table.js';

/**
 * Parses Slack's mrkdwn: code blocks first, then quotes line by line, then inline formatting.
 * mrkdwn has no syntax for lists, so they stay lines of text.
 */
export function parseMrkdwn(text: string, mode: InlineMode = 'mrkdwn'): MrkdwnBlock[] {
  const blocks: MrkdwnBlock[] = [];
  // Pieces with an odd index were between two fences.
  const pieces = text.split(/```(?!```)([\s\S]+?)```/);
  pieces.forEach((piece, index) => {
    if (index % 2 === 1) {
      blocks.push({ kind: 'preformatted', children: parseInline(trimOneBreak(piece), 'code') });
      return;
    }
    // The line breaks next to a code block's fences are not shown.
    const afterCode = index > 0 ? piece.replace(/^\n/, '') : piece;
    const between = index < pieces.length - 1 ? afterCode.replace(/\n$/, '') : afterCode;
    if (between !== '') blocks.push(...parseLines(between.split('\n'), mode));
  });
  return blocks;
}

function parseLines(lines: readonly string[], mode: InlineMode): MrkdwnBlock[] {
  const blocks: MrkdwnBlock[] = [];
  let plain: string[] = [];
  let quoted: string[] = [];
  const finish = () => {
    if (plain.length > 0) blocks.push({ kind: 'paragraph', children: parseInline(plain.join('\n'), mode) });
    if (quoted.length > 0) blocks.push({ kind: 'quote', children: parseInline(quoted.join('\n'), mode) });
    plain = [];
    quoted = [];
  };
  for (const [index, line] of lines.entries()) {
    const toTheEnd = /^(?:&gt;|>){3} ?/.exec(line);
    if (toTheEnd) {
      finish();
      quoted = [line.slice(toTheEnd[0].length), ...lines.slice(index + 1)];
      break;
    }
    const quote = /^(?:&gt;|>) ?/.exec(line);
    if (quote ? plain.length > 0 : quoted.length > 0) finish();
    if (quote) quoted.push(line.slice(quote[0].length));
    else plain.push(line);
  }
  finish();
  return blocks;
}

function trimOneBreak(code: string) {
  return code.replace(/^\n/, '').replace(/\n$/, '');
}

const markers = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
type Marker = keyof typeof markers;

function isMarker(character: string): character is Marker {
  return character in markers;
}
function isWord(character: string | undefined) {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
function isSpace(character: string | undefined) {
  return character === undefined || /\s/.test(character);
}

/**
 * `code` only reads references, as Slack does between backticks. `plain` only reads emoji, as in a `plain_text` object.
 * `verbatim` does not turn bare URLs into links, as in a text object with `verbatim: true`.
 */
export type InlineMode = 'mrkdwn' | 'verbatim' | 'code' | 'plain';

/** Parses the inline formatting of mrkdwn. */
export function parseInline(text: string, mode: InlineMode = 'mrkdwn'): Inline[] {
  const isFormatted = mode === 'mrkdwn' || mode === 'verbatim';
  const nodes: Inline[] = [];
  // If there is no closing marker, there is none later in the line either. Searching again would take quadratic time.
  const hopelessUntil = new Map<Marker, number>();
  let from = 0;
  let at = 0;
  const put = (node: Inline, end: number) => {
    if (at > from) nodes.push({ kind: 'text', text: readText(text.slice(from, at), mode) });
    nodes.push(node);
    from = end;
    at = end;
  };

  while (at < text.length) {
    const character = text.charAt(at);
    if (character === ':' && mode !== 'code') {
      const emoji = readEmoji(text, at);
      if (emoji) {
        put({ kind: 'emoji', name: emoji.name, picture: emoji.picture }, at + emoji.length);
        continue;
      }
    }
    if (character === '<' && mode !== 'plain') {
      const end = endInLine(text, '>', at + 1);
      if (end > at + 1) {
        put(parseReference(text.slice(at + 1, end), mode), end + 1);
        continue;
      }
    }
    if (isFormatted) {
      if (character === '`') {
        const end = endInLine(text, '`', at + 1);
        if (end > at + 1) {
          put({ kind: 'code', children: parseInline(text.slice(at + 1, end), 'code') }, end + 1);
          continue;
        }
      }
      if (isMarker(character) && at >= (hopelessUntil.get(character) ?? 0) && opensAt(text, at)) {
        const end = closingMarker(text, character, at + 1);
        if (end > 0) {
          put({ kind: markers[character], children: parseInline(text.slice(at + 1, end), mode) }, end + 1);
          continue;
        }
        hopelessUntil.set(character, lineEnd(text, at));
      }
      if (mode === 'mrkdwn' && character === 'h' && !isWord(text[at - 1])) {
        const url = readBareUrl(text, at);
        if (url) {
          const address = unescapeEntities(url);
          put({ kind: 'link', url: address, children: [{ kind: 'text', text: address }] }, at + url.length);
          continue;
        }
      }
    }
    at += 1;
  }
  if (at > from) nodes.push({ kind: 'text', text: readText(text.slice(from, at), mode) });
  return nodes;
}

function readText(text: string, mode: InlineMode) {
  return mode === 'plain' ? text : unescapeEntities(text);
}

/** A marker opens if no letter or digit comes before it, and neither a space nor the same marker after it. */
function opensAt(text: string, at: number): boolean {
  const next = text[at + 1];
  return !isWord(text[at - 1]) && text[at - 1] !== text[at] && !isSpace(next) && next !== text[at];
}

/** The index of the closing marker in the same line, outside code and references; 0 if there is none. */
function closingMarker(text: string, marker: Marker, start: number): number {
  for (let at = start; at < text.length && text[at] !== '\n'; at += 1) {
    const character = text.charAt(at);
    if (character === '`' || character === '<') {
      const end = endInLine(text, character === '<' ? '>' : '`', at + 1);
      if (end > 0) at = end;
    } else if (character === marker && at > start && !isSpace(text[at - 1]) && !isWord(text[at + 1])) {
      return at;
    }
  }
  return 0;
}

function endInLine(text: string, end: string, start: number): number {
  const found = text.indexOf(end, start);
  return found >= 0 && found < lineEnd(text, start) ? found : -1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function readBareUrl(text: string, at: number): string | undefined {
  const rest = text.slice(at, at + 3000);
  return /^https?:\/\/[^\s<>|`]+/.exec(rest)?.[0].replace(/(?:[.,:;!?'"*_~)\]]|&gt;)+$/, '');
}

/** Parses the text between `<` and `>`: a person, channel, broadcast, date or link, possibly with `|label`. */
export function parseReference(inside: string, mode: InlineMode): Inline {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : unescapeEntities(inside.slice(bar + 1));

  const mention = /^([@#])([A-Z0-9]+)$/.exec(target);
  if (mention?.[2]) {
    return { kind: mention[1] === '@' ? 'user' : 'channel', id: mention[2], ...(label && { label }) };
  }
  if (target.startsWith('!date^')) return readDate(target, label ?? '');
  if (target.startsWith('!')) return { kind: 'broadcast', label: label ?? `@${target.slice(1).replace(/\^.*/, '')}` };

  const url = unescapeEntities(target);
  if (!/^(?:https?:\/\/|mailto:|tel:|slack:\/\/)/i.test(url))
    return { kind: 'text', text: unescapeEntities(`<${inside}>`) };
  const shown = label === undefined || label === '' ? url.replace(/^mailto:/, '') : label;
  return {
    kind: 'link',
    url,
    children: mode === 'code' ? [{ kind: 'text', text: shown }] : parseInline(shown, 'plain'),
  };
}

function readDate(target: string, fallback: string): Inline {
  const [, seconds, format, url] = target.split('^');
  if (!seconds || !/^\d{1,12}$/.test(seconds) || !format) return { kind: 'text', text: fallback };
  const link = url ? { url: unescapeEntities(url) } : {};
  return { kind: 'date', seconds: Number(seconds), format: unescapeEntities(format), fallback, ...link };
}

export interface Emoji {
  readonly name: string;
  readonly picture: string;
  /** The length of the source text, including colons. */
  readonly length: number;
}

const skinTones = ['🏻', '🏼', '🏽', '🏾', '🏿'];

/** Reads `:name:` at an index, possibly with `:skin-tone-3:`. Undefined if the name is unknown, so that it stays text. */
export function readEmoji(text: string, at: number): Emoji | undefined {
  const match = /^:([a-z0-9_+'-]{1,60}):(?::skin-tone-([2-6]):)?/.exec(text.slice(at, at + 80));
  const name = match?.[1];
  if (!match || !name) return undefined;
  const picture = emojiTable.get(name);
  if (picture === undefined) return undefined;
  return { name, picture: picture + (skinTones[Number(match[2]) - 2] ?? ''), length: match[0].length };
}

/** Slack only escapes these three characters. */
export function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Parsed mrkdwn. */
export type MrkdwnBlock = {
  readonly kind: 'paragraph' | 'quote' | 'preformatted';
  readonly children: readonly Inline[];
};

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'code'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly children: readonly Inline[] }
  | { readonly kind: 'user' | 'channel'; readonly id: string; readonly label?: string }
  | { readonly kind: 'broadcast'; readonly label: string }
  | {
      readonly kind: 'date';
      readonly seconds: number;
      readonly format: string;
      readonly fallback: string;
      readonly url?: string;
    }
  | { readonly kind: 'emoji'; readonly name: string; readonly picture: string };
