import { decodeNamedCharacterReference } from 'decode-named-character-reference';

/** A piece of raw HTML. `raw` is what the author wrote. */
export type HtmlToken =
  | { readonly kind: 'text'; readonly raw: string }
  | { readonly kind: 'open' | 'close'; readonly name: string; readonly raw: string; readonly isClosed: boolean }
  /** An element whose content is not for reading, with its content. */
  | { readonly kind: 'hidden'; readonly name: string; readonly raw: string };

// A comment, an element whose content is not for reading, any other tag, or a declaration. Without an end, each goes
// to the end of the text, as in a browser; searching again at every "<" would take time that grows with the square.
const MARKUP =
  /<!--[\s\S]*?(?:-->|$)|<(script|style|template|iframe|svg|object|video|audio)\b[\s\S]*?(?:<\/\1\s*>|$)|<\/?([a-z][\w:.-]*)((?:[^>"']|"[^"]*(?:"|$)|'[^']*(?:'|$))*)(?:>|$)|<[!?][^>]*(?:>|$)/gi;

/** Comments and declarations are left out. */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  let end = 0;
  for (const match of html.matchAll(MARKUP)) {
    const { 0: raw, 1: hidden, 2: name, index } = match;
    if (index > end) yield { kind: 'text', raw: html.slice(end, index) };
    end = index + raw.length;
    if (hidden !== undefined) yield { kind: 'hidden', name: hidden.toLowerCase(), raw };
    else if (name !== undefined) {
      const kind = raw.startsWith('</') ? 'close' : 'open';
      yield { kind, name: name.toLowerCase(), raw, isClosed: raw.endsWith('/>') };
    }
  }
  if (end < html.length) yield { kind: 'text', raw: html.slice(end) };
}

/** The value of an attribute of a tag; empty if it has none. */
export function attribute(tag: string, name: string): string {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag);
  return decodeEntities(match?.[1] ?? match?.[2] ?? match?.[3] ?? '');
}

export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]{1,31}));/gi,
    (whole, decimal, hexadecimal, name) => {
      if (name === 'nbsp') return ' ';
      if (name !== undefined) return decodeNamedCharacterReference(String(name)) || whole;
      const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
      // Half a surrogate pair is no character.
      if (code >= 0xd800 && code <= 0xdfff) return '';
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

const ELEMENTS = new Set(
  `a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code col colgroup
  data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6
  head header hgroup hr html i iframe img input ins kbd label legend li link main map mark math menu meta meter nav noscript object ol
  optgroup option output p param picture pre progress q rp rt ruby s samp script search section select slot small source span strike strong
  style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr`.split(
    /\s+/,
  ),
);
// Elements of HTML that authors also write as placeholders: "open <address> and enter <title>".
const PLACEHOLDERS = new Set(
  'address base data dialog dir form input label link map menu meta object option output param select source time title track'.split(
    ' ',
  ),
);

/** The names of the elements that are closed somewhere on a page. */
export type ClosedNames = ReadonlySet<string>;

/**
 * A tag that HTML does not have and that is never closed is no markup but what the author wrote: `Tag <version> and push`. The same goes for
 * elements without attributes that would show nothing.
 */
export function isPlaceholder(
  { kind, name, raw, isClosed }: HtmlToken & { kind: 'open' | 'close' },
  closed: ClosedNames,
): boolean {
  // "<" of a comparison, without an end.
  if (!raw.endsWith('>')) return !ELEMENTS.has(name);
  if (kind === 'close' || isClosed || closed.has(name)) return false;
  return !ELEMENTS.has(name) || (PLACEHOLDERS.has(name) && /^<[\w-]+>$/.test(raw));
}
