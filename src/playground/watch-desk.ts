import type { Desk, DeskChange } from './page/protocol.js';

/** Compares a desk with what was seen of it before. @returns what changed, or nothing; the first time everything does */
export function watchDesk(): (desk: Desk) => DeskChange | undefined {
  let messages = new Map<string, string>();
  let parts = new Map<string, string>();
  return (desk) => {
    const { messages: list, ...rest } = desk;
    const nowMessages = new Map(list.map((message) => [`${message.channel}/${message.ts}`, JSON.stringify(message)]));
    const nowParts = new Map(Object.entries(rest).map(([name, part]) => [name, JSON.stringify(part)]));
    const changed = list.filter(
      ({ channel, ts }) => messages.get(`${channel}/${ts}`) !== nowMessages.get(`${channel}/${ts}`),
    );
    const gone = [...messages.keys()].filter((key) => !nowMessages.has(key));
    const changedParts = Object.entries(rest).filter(([name]) => parts.get(name) !== nowParts.get(name));
    messages = nowMessages;
    parts = nowParts;
    if (changed.length + gone.length + changedParts.length === 0) return undefined;
    return {
      ...(changed.length > 0 && { changed }),
      ...(gone.length > 0 && { gone }),
      ...(changedParts.length > 0 && { rest: Object.fromEntries(changedParts) }),
    };
  };
}
