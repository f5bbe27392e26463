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

/**
 * No real word is longer. Some signs become up to eighteen letters when they are folded, and what is done with a word afterwards takes
 * longer the longer it is.
 */
const MAX_WORD = 100;
/** No name has more parts. */
const MAX_PARTS = 20;

/** Lower case, without accents, apostrophes and the possessive: `Café's` is `cafe`, `don't` is `dont`. Cut at 100 letters. */
export function fold(text: string): string {
  const word = text.length > MAX_WORD ? text.slice(0, MAX_WORD) : text;
  return PLAIN.test(word) ? word.toLowerCase() : foldAny(word);
}

const PLAIN = /^[A-Za-z0-9]+$/;
/** Letters that are no letter with an accent, as people write them who do not have them. */
const WRITTEN_OUT: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ı: 'i' };

function foldAny(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFC')
      .toLowerCase()
      .replace(/[ßæœøđłı]/g, (letter) => WRITTEN_OUT[letter] ?? letter)
      .replace(/['’]s$/, '')
      // Apostrophes, and the spaces and slashes that signs such as ﷺ or ℀ expand to.
      .replace(/[^\p{L}\p{N}\p{M}+#]/gu, '')
      .slice(0, MAX_WORD)
  );
}

/** The words of a text in their order, up to the one that makes `max` parts. Scripts without spaces are split by the rules of Unicode. */
export function tokenize(text: string, max = Number.POSITIVE_INFINITY): Token[] {
  const tokens: Token[] = [];
  let parts = 0;
  for (const written of splitIntoWords(text)) {
    if (parts >= max) break;
    for (const token of toTokens(written, max - parts)) {
      tokens.push(token);
      parts += token.parts.length;
    }
  }
  return tokens;
}

/** Splits a text at spaces and punctuation. In a script without spaces, a piece may hold several words. */
export function splitIntoWords(text: string): readonly string[] {
  return text.match(ASCII.test(text) ? ASCII_WORD : WORD) ?? [];
}

/** The first words of a piece, at most `max`. */
export function toTokens(written: string, max = Number.POSITIVE_INFINITY): Token[] {
  if (PLAIN.test(written) && !INNER_CAPITAL.test(written)) return [{ written, parts: [fold(written)] }];
  return UNSPACED.test(written) ? segment(written, max) : [toToken(written)];
}

function toToken(written: string): Token {
  const parts = splitIdentifier(written)
    .map(fold)
    .filter((part) => part !== '');
  return parts.length < 2 ? { written, parts } : { written, parts, joined: parts.join('').slice(0, MAX_WORD) };
}

/** A capital letter inside a word, as names of several words have it. */
const INNER_CAPITAL = /[a-z\d][A-Z]|[A-Z]{2}[a-z]/;
const WORD_IN_NAME = /[A-Z]?[a-z]+\d*|[A-Z]+(?![a-z])\d*/g;

/**
 * The parts of a name: at its marks, and at the capital letters of a name of three or more words such as `NodeDiskPressure`. Of a name
 * of two, such as `JavaScript`, neither word may mean the whole; a question that has both finds it as a compound.
 */
function splitIdentifier(written: string): string[] {
  if (written.length > MAX_WORD) return [written];
  return written
    .split(INNER_MARK, MAX_PARTS)
    .flatMap((written) => {
      // Several of what has a name in capitals: SLOs, APIs.
      const part = written.replace(/^([A-Z]{2,})s$/, '$1');
      const words = INNER_CAPITAL.test(part) ? (part.match(WORD_IN_NAME) ?? []) : [];
      return words.length >= 3 && words.every((word) => word.length > 1) ? words : [part];
    })
    .slice(0, MAX_PARTS);
}

let segmenter: Intl.Segmenter | undefined;
/** The segmenter copies its whole input for each word that it finds: 80,000 characters at once would take gigabytes. */
const PIECE = /.{1,400}/gsu;

function segment(text: string, max: number): Token[] {
  // Made on first use: Node's language data takes 9 MiB.
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  const tokens: Token[] = [];
  for (const [piece] of text.matchAll(PIECE)) {
    for (const { segment, isWordLike } of segmenter.segment(piece)) {
      if (tokens.length >= max) return tokens;
      if (isWordLike) tokens.push(toToken(segment));
    }
  }
  return tokens;
}
