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
