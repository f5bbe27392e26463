import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { LruMap } from 'toad-cache';

/** The address of a posted message, which may be in a thread; undefined while the workspace's own address is not known. */
export type MessageUrl = (channel: string, ts: string, thread?: string) => string | undefined;

/** For messages without links to other messages. */
export function noMessageUrl(): undefined {
  return undefined;
}

/** A message does not wait longer for its links: it is sent without them. */
const WAIT_MS = 1_000;
const MAX_WORKSPACES = 1_000;

/** Finds the addresses of messages. Slack is asked once for the address of each workspace. Never rejects. */
export function createMessageUrls(
  clientFor: (installation: string) => WebClient,
): (installation: string) => Promise<MessageUrl> {
  const workspaceUrls = new LruMap<Promise<string | undefined>>(MAX_WORKSPACES);

  const findWorkspaceUrl = async (installation: string): Promise<string | undefined> => {
    try {
      const { url } = await clientFor(installation).auth.test();
      return url;
    } catch {
      workspaceUrls.delete(installation);
      return undefined;
    }
  };

  return async (installation) => {
    const finding = workspaceUrls.get(installation) ?? findWorkspaceUrl(installation);
    workspaceUrls.set(installation, finding);
    const base = await Promise.race([finding, sleep(WAIT_MS, undefined, { ref: false })]);
    return base === undefined ? noMessageUrl : (channel, ts, thread) => archiveUrl(base, { channel, ts, thread });
  };
}

/** As Slack itself writes it in `chat.getPermalink`. */
function archiveUrl(
  base: string,
  { channel, ts, thread }: { channel: string; ts: string; thread: string | undefined },
): string {
  const url = new URL(`archives/${encodeURIComponent(channel)}/p${ts.replace('.', '')}`, base);
  if (thread !== undefined) url.search = new URLSearchParams({ thread_ts: thread, cid: channel }).toString();
  return url.href;
}
