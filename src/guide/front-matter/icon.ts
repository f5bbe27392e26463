import { emojiNames, isEmojiName } from '../emoji-names.js';
import { iconEmoji } from '../icons.js';
import { createNearNames } from '../near-names.js';

/** What is wrong with the icon of a next step, and what to do; undefined if nothing is. */
export function iconFault(icon: string): string | undefined {
  const emoji = iconEmoji(icon);
  if (emoji === undefined) {
    const reason = /(?:^|\s)fa[srlb]?-/.test(icon) ? 'has no emoji that fits' : 'is not the name of an emoji';
    return `"${icon}" ${reason}, so the button has no icon. Write a name, such as "rocket".`;
  }
  if (isEmojiName(emoji)) return undefined;
  const near = createNearNames(emojiNames()).nearest(emoji);
  return near === undefined
    ? `"${emoji}" is none of the emoji that every workspace has. Where yours has not added it, the button shows ":${emoji}:".`
    : `"${emoji}" is none of the emoji that every workspace has. Did you mean "${near}"?`;
}
