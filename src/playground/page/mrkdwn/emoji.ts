import { emojiTable } from './emoji-table.js';

export interface Emoji {
  readonly name: string;
  readonly picture: string;
  /** Characters that the name took, colons included. */
  readonly length: number;
}

const skinTones = ['🏻', '🏼', '🏽', '🏾', '🏿'];

/** Reads `:name:` (perhaps with `:skin-tone-3:`) at a place; nothing where the name is not in the table, so that it stays text. */
export function readEmoji(text: string, at: number): Emoji | undefined {
  const match = /^:([a-z0-9_+'-]{1,60}):(?::skin-tone-([2-6]):)?/.exec(text.slice(at, at + 80));
  const name = match?.[1];
  if (!match || !name) return undefined;
  const picture = emojiTable.get(name);
  if (picture === undefined) return undefined;
  return { name, picture: picture + (skinTones[Number(match[2]) - 2] ?? ''), length: match[0].length };
}
