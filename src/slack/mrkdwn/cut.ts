/** Space that is not single blanks between words; most texts have none. */
const UNEVEN = /^\s|\s\s|[^\S ]|\s$/;

/** Cuts a plain text at a word, with an ellipsis, so that it has at most `max` characters (UTF-16 units, as Slack counts). */
export const cutPlain = (text: string, max: number): string => {
  const line = UNEVEN.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
  if (line.length <= max) return line;
  const room = line.slice(0, max - 1);
  const space = room.lastIndexOf(' ');
  const end = space > max / 2 ? space : room.length;
  // A pair of surrogates stays whole.
  return `${room
    .slice(0, end)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`;
};
