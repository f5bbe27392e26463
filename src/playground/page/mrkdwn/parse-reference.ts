import { type InlineMode, parseInline } from './parse-inline.js';
import type { Inline } from './tree.js';
import { unescapeEntities } from './unescape-entities.js';

/** Reads what stands between `<` and `>`: a person, a channel, a broadcast, a date or a link, each perhaps with `|label`. */
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
