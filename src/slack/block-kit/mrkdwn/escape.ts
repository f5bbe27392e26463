/** Slack's three control characters. Unescaped, `<!channel>` in a guide or a question would notify everyone. */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes a text for `text` fields and inside code, where `*`, `_`, `~` and `` ` `` format nothing. */
export function escapeEntities(text: string): string {
  return /[&<>]/.test(text) ? text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '') : text;
}

/** The reverse, for what Slack sends. */
export function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** mrkdwn cannot escape its formatting characters, so those that would begin a format become look-alikes. */
const LOOKALIKES: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

const RUN = /[*_~`]+/g;

/** The characters that begin and end a format. */
const FORMATS = Object.keys(LOOKALIKES);

/**
 * Escapes a text so that mrkdwn shows it as it is.
 * @param closable the characters that something in the same line could end a format with; others stay as they are, to be copied
 * @param inside the marks of the formats that it is in, such as `*`: any of them would end its format where no letter or digit follows
 */
export function escapeMrkdwn(text: string, closable: readonly string[] = FORMATS, inside = ''): string {
  const lookalike = (character: string): string =>
    closable.includes(character) ? (LOOKALIKES[character] ?? character) : character;
  const escaped = escapeEntities(text);
  return escaped.replace(RUN, (run, at: number) => {
    const next = escaped.slice(at + run.length, at + run.length + 1);
    if (!/[\p{L}\p{N}]/u.test(next) && [...run].some((character) => inside.includes(character)))
      return [...run].map((character) => LOOKALIKES[character] ?? '').join('');
    // A format begins only if no space comes after it and no letter or digit before it. A backtick always may.
    if (/^(?:\s|$)/.test(next)) return run.replaceAll('`', lookalike);
    const isInWord = /[\p{L}\p{N}]$/u.test(escaped.slice(Math.max(0, at - 2), at));
    const first = isInWord && !run.startsWith('`') ? run.slice(0, 1) : '';
    return first + [...run.slice(first.length)].map(lookalike).join('');
  });
}

/** What ends a format: no space before it, and no letter or digit after it. */
const ENDS: Readonly<Record<string, RegExp>> = {
  '*': /\S\*(?![\p{L}\p{N}])/u,
  _: /\S_(?![\p{L}\p{N}])/u,
  '~': /\S~(?![\p{L}\p{N}])/u,
  // Code begins and ends anywhere.
  '`': /`[^`]*`/,
};

/** The characters that could end a format in a line of this text. */
export function closableFormats(text: string): string[] {
  return FORMATS.filter((character) => ENDS[character]?.test(text));
}

/** Escapes a plain text of a guide, in which a pair of backticks still means code. */
export function escapeKeepingCode(text: string): string {
  return (text.includes('`') ? text.split(/(`[^`]+`)/) : [text])
    .map((part, index) => (index % 2 === 1 ? escapeEntities(part) : escapeMrkdwn(part)))
    .join('');
}

/**
 * A name in bold. `*` inside it would end the format. So a word such as `*.log` is code next to the bold words, and can be copied as it is;
 * only a lone `*` becomes a look-alike.
 */
export function bold(text: string): string {
  const runs: string[] = [];
  let words: string[] = [];
  const endRun = (): void => {
    if (words.length > 0) runs.push(`*${words.join(' ').replaceAll('*', '∗')}*`);
    words = [];
  };
  if (!hasSigns(text)) return `*${escapeMrkdwn(text).replaceAll('*', '∗')}*`;
  for (const word of text.split(/\s+/)) {
    const escaped = escapeWord(word);
    if (!escaped.includes('`')) words.push(escaped);
    else {
      endRun();
      runs.push(escaped);
    }
  }
  endRun();
  return runs.join(' ');
}

/** Escapes a name so that it can be copied: a word with formatting characters, such as `*.log`, becomes code instead of look-alikes. */
export function escapeName(text: string): string {
  return hasSigns(text) ? text.replace(/\S+/g, escapeWord) : escapeMrkdwn(text);
}

/** Backticks stay look-alikes: code in code cannot be. */
function hasSigns(text: string): boolean {
  return /[*_~]/.test(text) && !text.includes('`');
}

/** Marks around a word stay outside of its code. */
const WORD = /^([("'“‘]*)(.*?)([)"'”’.,;:!?]*)$/;

function escapeWord(word: string): string {
  const escaped = escapeMrkdwn(word);
  const [, before = '', inner = '', after = ''] = WORD.exec(word) ?? [];
  // A word without a letter is no name.
  if (escaped === escapeEntities(word) || !/[\p{L}\p{N}]/u.test(inner)) return escaped;
  return `${escapeEntities(before)}\`${escapeEntities(inner)}\`${escapeEntities(after)}`;
}

/** A link with this label, or the label in bold if there is no address. No sign of the address ends the link. */
export function link(label: string, url: string | undefined): string {
  if (url === undefined) return bold(label);
  return `<${escapeEntities(url).replaceAll('|', '%7C')}|${escapeMrkdwn(label).replaceAll('|', '¦')}>`;
}

/** Spaces that are not single blanks. */
const UNEVEN = /[^\S ]| {2}/;

function isUneven(text: string): boolean {
  return text.startsWith(' ') || text.endsWith(' ') || UNEVEN.test(text);
}

/** Shortens a plain text to `max` UTF-16 units, as Slack counts: on one line, cut between words, with an ellipsis. */
export function cutPlain(text: string, max: number): string {
  const line = isUneven(text) ? text.replace(/\s+/g, ' ').trim() : text;
  if (line.length <= max) return line;
  const room = line.slice(0, max - 1);
  const space = room.lastIndexOf(' ');
  const end = space > max / 2 ? space : room.length;
  // Half a surrogate pair would be an invalid character.
  return `${room
    .slice(0, end)
    .replace(/[\uD800-\uDBFF]$/, '')
    // "step.…" would look like a slip.
    .replace(/[\s.,;:]+$/, '')}…`;
}
