/** A word of a text, with the forms that it is looked up by. */
export interface Token {
  /** As written: `Fly.io`, `static-content`, `page's`. */
  readonly written: string;
  /** Folded parts: `fly`, `io`. A plain word is its only part. */
  readonly parts: readonly string[];
  /** The parts written as one, so that `Node.js` meets `nodejs` and `e-mail` meets `email`; absent for a plain word. */
  readonly joined?: string;
}

// Letters and digits, joined by the marks inside names (fly.io, gunicorn.conf.py, as-a-service), with the endings of c++ and c#.
const WORD = /[\p{L}\p{N}\p{M}]+(?:[.'’_-][\p{L}\p{N}\p{M}]+)*(?:\+\+|#(?![\p{L}\p{N}]))?/gu;
/** The same for ASCII texts, as most are: it takes a third of the time. */
const ASCII_WORD = /[A-Za-z0-9]+(?:[.'_-][A-Za-z0-9]+)*(?:\+\+|#(?![A-Za-z0-9]))?/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII, control characters included.
const ASCII = /^[\x00-\x7f]*$/;
const INNER_MARK = /[._-]/;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;

/** Lower case, without accents, apostrophes and the possessive: `Café's` is `cafe`, `don't` is `dont`. */
export function fold(text: string): string {
  return PLAIN.test(text) ? text.toLowerCase() : foldAny(text);
}

const PLAIN = /^[A-Za-z0-9]+$/;

function foldAny(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFC')
      .toLowerCase()
      .replace(/['’]s$/, '')
      // Apostrophes, and the spaces and slashes that signs such as ﷺ or ℀ expand to.
      .replace(/[^\p{L}\p{N}\p{M}+#]/gu, '')
  );
}

/** The words of a text in their order. Scripts without spaces are split by the rules of Unicode. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const written of splitIntoWords(text)) tokens.push(...toTokens(written));
  return tokens;
}

/** Splits a text at spaces and punctuation. In a script without spaces, a piece may hold several words. */
export function splitIntoWords(text: string): readonly string[] {
  return text.match(ASCII.test(text) ? ASCII_WORD : WORD) ?? [];
}

export function toTokens(written: string): Token[] {
  if (PLAIN.test(written)) return [{ written, parts: [written.toLowerCase()] }];
  return UNSPACED.test(written) ? segment(written) : [toToken(written)];
}

function toToken(written: string): Token {
  const parts = written
    .split(INNER_MARK)
    .map(fold)
    .filter((part) => part !== '');
  return parts.length < 2 ? { written, parts } : { written, parts, joined: parts.join('') };
}

let segmenter: Intl.Segmenter | undefined;
/** The segmenter copies its whole input for each word that it finds: 80,000 characters at once would take gigabytes. */
const PIECE = /.{1,400}/gsu;

function segment(text: string): Token[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  const tokens: Token[] = [];
  for (const piece of text.match(PIECE) ?? []) {
    for (const { segment, isWordLike } of segmenter.segment(piece)) if (isWordLike) tokens.push(toToken(segment));
  }
  return tokens;
}
