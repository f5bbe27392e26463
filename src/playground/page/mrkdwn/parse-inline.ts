import { readEmoji } from './emoji.js';
import { parseReference } from './parse-reference.js';
import type { Inline } from './tree.js';
import { unescapeEntities } from './unescape-entities.js';

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
 * `code` reads references alone, as Slack does between backticks; `plain` reads emoji alone, as in a `plain_text` object;
 * `verbatim` turns no bare address into a link, as a text object with `verbatim: true` asks for.
 */
export type InlineMode = 'mrkdwn' | 'verbatim' | 'code' | 'plain';

/** Reads what stands inside a line of mrkdwn. */
export function parseInline(text: string, mode: InlineMode = 'mrkdwn'): Inline[] {
  const isFormatted = mode === 'mrkdwn' || mode === 'verbatim';
  const nodes: Inline[] = [];
  // Where no closing marker was found, none stands further on in the same line: looking again would make this quadratic.
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

/** A marker opens where no word runs into it and where something other than a space or itself follows. */
function opensAt(text: string, at: number): boolean {
  const next = text[at + 1];
  return !isWord(text[at - 1]) && text[at - 1] !== text[at] && !isSpace(next) && next !== text[at];
}

/** The place of the marker that closes, in the same line and outside code and references; 0 where there is none. */
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
