import type { Channel, Desk } from './protocol.js';

/** The message of this workspace that an address leads to, as `chat.getPermalink` gives it; nothing for any other address. */
export function readPermalink(
  desk: Pick<Desk, 'team' | 'channels'>,
  url: string,
): { readonly channel: Channel; readonly ts: string } | undefined {
  if (!URL.canParse(url)) return undefined;
  const { host, pathname } = new URL(url);
  const [, id, seconds, fraction] = /^\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/.exec(pathname) ?? [];
  const channel = desk.channels.find((one) => one.id === id);
  if (!channel || host !== `${desk.team.domain}.slack.com`) return undefined;
  return { channel, ts: `${seconds}.${fraction}` };
}
