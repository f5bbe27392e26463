import type { Message } from '../../../src/slack/block-kit/blocks.js';

/** All parts of a message that has several. */
export function partsOf(render: (part: number) => Message): Message[] {
  const parts: Message[] = [];
  for (let part = 0; part < 400; part += 1) {
    const message = render(part);
    if (part > 0 && JSON.stringify(message.blocks) === JSON.stringify(parts.at(-1)?.blocks)) break;
    parts.push(message);
  }
  return parts;
}
