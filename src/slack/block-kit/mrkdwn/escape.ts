/** Slack's three control characters; unescaped, `<!channel>` in a guide or a question would notify everyone. */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes a text for `text` fields and inside code, where formatting characters mean themselves. */
export function escapeEntities(text: string): string {
  return /[&<>]/.test(text) ? text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '') : text;
}

/** The reverse, for what Slack sends. */
export function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** mrkdwn cannot escape its formatting characters, so those that would open a format become look-alikes. */
const LOOKALIKES: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/** A character opens a format only after something that is no letter or digit, and before something that is no space. */
const OPENING = /(?<![\p{L}\p{N}])[*_~`]+(?=[^\s*_~`])|[`]/gu;

/** Escapes a plain text of a guide, where a pair of backticks means code as authors expect. */
export function escapeKeepingCode(text: string): string {
  return (text.includes('`') ? text.split(/(`[^`]+`)/) : [text])
    .map((part, index) => (index % 2 === 1 ? escapeEntities(part) : escapeMrkdwn(part)))
    .join('');
}

/** Escapes a text so that mrkdwn shows it as it is. */
export function escapeMrkdwn(text: string): string {
  const escaped = escapeEntities(text);
  // Most texts have none of them, and looking around every place of a text takes long.
  if (!/[*_~`]/.test(escaped)) return escaped;
  return escaped.replace(OPENING, (run) => [...run].map((character) => LOOKALIKES[character] ?? '').join(''));
}

/** Space that is not single blanks; most texts have none. */
const UNEVEN = /[^\S ]| {2}/;

function isUneven(text: string): boolean {
  return text.startsWith(' ') || text.endsWith(' ') || UNEVEN.test(text);
}

/** Cuts a plain text at a word, with an ellipsis, so that it has at most `max` characters (UTF-16 units, as Slack counts). */
export function cutPlain(text: string, max: number): string {
  const line = isUneven(text) ? text.replace(/\s+/g, ' ').trim() : text;
  if (line.length <= max) return line;
  const room = line.slice(0, max - 1);
  const space = room.lastIndexOf(' ');
  const end = space > max / 2 ? space : room.length;
  // A pair of surrogates stays whole.
  return `${room
    .slice(0, end)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`;
}
