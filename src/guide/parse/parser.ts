import MarkdownItParser, { type MarkdownIt, type Token } from 'markdown-it';
import footnotes from 'markdown-it-footnote';
import type { PageCounter } from './limits.js';

export type { Token };

type Env = { readonly counter: PageCounter };

export interface Parser {
  /** The blocks of a text, in order. The content of an inline token is not parsed yet. @param counter of what the text has; it may throw */
  readonly blocks: (text: string, counter: PageCounter) => ParsedBlocks;
}

export interface ParsedBlocks {
  readonly tokens: readonly Token[];
  /** What an inline token has in it. Made when it is asked for: those of a whole page at once would take most of its memory. */
  readonly inline: (token: Token) => readonly Token[];
}

/**
 * markdown-it, set up for GitHub's Markdown. It needs a tenth of the time and half the memory of micromark, and its time grows with the
 * length of a page, not with its square.
 *
 * Addresses stay as they are written: `links.ts` decides which are allowed. Tokens of links, images and tags have the line of their paragraph
 * that they are on, from 0, in `map`.
 */
export function createParser(): Parser {
  const [blocks, inline] = [createMarkdownIt(), createMarkdownIt()];
  blocks.core.ruler.enableOnly(['normalize', 'block', 'strip_references']);
  inline.core.ruler.enableOnly(['inline', 'linkify', 'text_join']);
  return {
    blocks(text, counter) {
      const env: Env = { counter };
      const tokens = blocks.parse(text, env);
      let line = 0;
      for (const { type, content, map } of tokens) {
        if (map !== null) line = map[0];
        if (type === 'inline' || type === 'html_block') counter.text(content, line);
      }
      return {
        tokens,
        inline(token) {
          const state = new inline.core.State('', inline, env);
          state.tokens = [token];
          inline.core.process(state);
          const { children } = token;
          token.children = [];
          return children ?? [];
        },
      };
    },
  };
}

function createMarkdownIt(): MarkdownIt {
  const parser = new MarkdownItParser({ html: true, linkify: true });
  parser.validateLink = () => true;
  parser.normalizeLink = (url) => url;
  parser.normalizeLinkText = (text) => text;
  // Notes stay where they are written. "^[note]" is not GitHub's Markdown.
  parser.use(footnotes);
  parser.inline.ruler.disable('footnote_inline');
  readStrikethrough(parser);
  readSpacedAddresses(parser);
  addWebAddresses(parser);
  parser.inline.State = withLines(parser.inline.State);
  parser.block.State = withCounter(parser.block.State);
  return parser;
}

/** Blocks are counted while they are parsed, so that a page beyond the limits is refused before it takes much memory. */
function withCounter(State: MarkdownIt['block']['State']): MarkdownIt['block']['State'] {
  return class extends State {
    override push(type: string, tag: string, nesting: -1 | 0 | 1): Token {
      // A table adds four levels of its own.
      if (nesting === 1) (this.env as Env).counter.block(/^t[drh]/.test(tag) ? 0 : this.level, this.line);
      return super.push(type, tag, nesting);
    }
  };
}

/** "www.example.com" is a link. Without a scheme, only that: "deploy.py" is a file, not an address in Paraguay. */
function addWebAddresses({ linkify }: MarkdownIt): void {
  linkify.set({ fuzzyLink: false, fuzzyIP: false, fuzzyEmail: true });
  linkify.add('//', null).add('ftp:', null);
  const host = new RegExp(linkify.re.get_url_host_port().source + linkify.re.get_path().source, 'iy');
  linkify.add('www.', {
    validate(text, position) {
      host.lastIndex = position;
      return host.exec(text)?.[0].length ?? 0;
    },
    normalize(match) {
      match.url = `http://${match.url}`;
    },
  });
}

const BRACKET = 0x5b;
/** What stands behind the text of a link: the name of a page with spaces, and perhaps a heading. Brackets may be part of the name. */
const SPACED_ADDRESS =
  /\(((?:[^()<>\n]|\([^()<>\n]{0,80}\)){1,300}\.(?:md|markdown|mdx|mdown|mkd)(?:#[^()<>\s]{0,200})?)\)/iy;

/** "[Undo](Roll back.md)" is a link, too: people write the names of their files as they are, and editors follow them. */
function readSpacedAddresses({ inline, helpers }: MarkdownIt): void {
  inline.ruler.after('link', 'spaced_address', (state, silent) => {
    if (state.src.charCodeAt(state.pos) !== BRACKET) return false;
    const start = state.pos;
    const labelEnd = helpers.parseLinkLabel(state, start, true);
    if (labelEnd < 0) return false;
    SPACED_ADDRESS.lastIndex = labelEnd + 1;
    const [, address] = SPACED_ADDRESS.exec(state.src) ?? [];
    if (address === undefined) return false;
    const { posMax } = state;
    if (!silent) {
      [state.pos, state.posMax] = [start + 1, labelEnd];
      state.push('link_open', 'a', 1).attrs = [['href', address]];
      state.linkLevel += 1;
      state.md.inline.tokenize(state);
      state.linkLevel -= 1;
      state.push('link_close', 'a', -1);
    }
    [state.pos, state.posMax] = [labelEnd + 1 + address.length + 2, posMax];
    return true;
  });
}

const TILDE = 0x7e;

/** GitHub strikes out "~text~" like "~~text~~", and nothing between longer runs. The two kinds do not pair. */
function readStrikethrough({ inline }: MarkdownIt): void {
  inline.ruler.at('strikethrough', (state, silent) => {
    if (silent || state.src.charCodeAt(state.pos) !== TILDE) return false;
    const { length, can_open, can_close } = state.scanDelims(state.pos, true);
    state.push('text', '', 0).content = '~'.repeat(length);
    state.pos += length;
    if (length > 2) return true;
    const token = state.tokens.length - 1;
    // No character has such a code.
    const marker = -TILDE * length;
    state.delimiters.push({ marker, length: 0, token, end: -1, open: can_open, close: can_close });
    return true;
  });
  inline.ruler2.at('strikethrough', (state) => {
    for (const delimiters of [state.delimiters, ...state.tokens_meta.map((meta) => meta?.delimiters ?? [])]) {
      for (const { marker, token, end } of delimiters) {
        if (marker >= 0 || end === -1) continue;
        Object.assign(state.tokens[token] ?? {}, { type: 's_open', tag: 's', nesting: 1, content: '' });
        const close = state.tokens[delimiters[end]?.token ?? -1];
        Object.assign(close ?? {}, { type: 's_close', tag: 's', nesting: -1, content: '' });
      }
    }
  });
}

const WITH_LINE: ReadonlySet<string> = new Set(['link_open', 'image', 'html_inline']);

function withLines(State: MarkdownIt['inline']['State']): MarkdownIt['inline']['State'] {
  return class extends State {
    #line = 0;
    #next = -1;

    override push(type: string, tag: string, nesting: -1 | 0 | 1): Token {
      const token = super.push(type, tag, nesting);
      if (WITH_LINE.has(type)) {
        const line = this.#lineAt(this.pos);
        token.map = [line, line + 1];
      }
      return token;
    }

    /** Places only grow, so each line break is looked for once. */
    #lineAt(position: number): number {
      if (this.#next === -1) this.#next = this.#breakFrom(0);
      while (this.#next < position) {
        this.#line += 1;
        this.#next = this.#breakFrom(this.#next + 1);
      }
      return this.#line;
    }

    #breakFrom(start: number): number {
      const found = this.src.indexOf('\n', start);
      return found === -1 ? Number.POSITIVE_INFINITY : found;
    }
  };
}
