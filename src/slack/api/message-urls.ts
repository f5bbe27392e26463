import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';

/** The address of a posted message; nothing while the workspace's own address is not known. */
export type MessageUrl = (channel: string, ts: string) => string | undefined;

/** For messages that need no addresses. */
export const noMessageUrl: MessageUrl = () => undefined;

/** Longer than this nobody waits for a link; the message is plain then. */
const PATIENCE_MS = 1_000;

/** Knows where each installation's messages are: Slack is asked once for the workspace's address. Never rejects. */
export function createMessageUrls(
  clientFor: (installation: string) => WebClient,
): (installation: string) => Promise<MessageUrl> {
  const known = new Map<string, Promise<string | undefined>>();

  const find = async (installation: string): Promise<string | undefined> => {
    try {
      const { url } = await clientFor(installation).auth.test();
      return url;
    } catch {
      known.delete(installation);
      return undefined;
    }
  };

  return async (installation) => {
    const finding = known.get(installation) ?? find(installation);
    known.set(installation, finding);
    const base = await Promise.race([finding, sleep(PATIENCE_MS, undefined, { ref: false })]);
    return base === undefined ? noMessageUrl : (channel, ts) => archiveUrl(base, channel, ts);
  };
}

function archiveUrl(base: string, channel: string, ts: string): string {
  return new URL(`archives/${encodeURIComponent(channel)}/p${ts.replace('.', '')}`, base).href;
}
