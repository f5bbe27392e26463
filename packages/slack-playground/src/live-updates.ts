import type { ServerResponse } from 'node:http';
import type { JournalEntry } from '@guidepost/slack-simulator';
import { trackExchanges } from './exchanges.js';
import type { WorkspaceView } from './protocol.js';
import { trackWorkspace } from './workspace-view.js';

export interface LiveUpdates {
  /** Sends what the person sees and the list of exchanges now, and every later change, until the browser disconnects. */
  open(person: string, response: ServerResponse): void;
  /** Something may have changed. Changes within a few milliseconds are sent together. */
  changed(what: 'workspace' | 'exchanges'): void;
  /** Disconnects every browser. */
  stop(): void;
}

interface Sources {
  viewFor(person: string): WorkspaceView;
  journal(): readonly JournalEntry[];
}

// A comment now and then keeps proxies from closing the stream, and shows the server when a browser is gone.
const heartbeatMs = 20_000;
const batchMs = 5;

/** Keeps every open page up to date by server-sent events. One stream per page, because browsers open only six per server. */
export function createLiveUpdates({ viewFor, journal }: Sources): LiveUpdates {
  const pages = new Map<ServerResponse, { workspace(): void; exchanges(): void }>();
  const waiting = new Map<'workspace' | 'exchanges', NodeJS.Timeout>();
  const heartbeat = setInterval(() => {
    for (const response of pages.keys()) response.write(':\n\n');
  }, heartbeatMs);
  heartbeat.unref();

  return {
    open(person, response) {
      const workspaceChange = trackWorkspace();
      const exchangesChange = trackExchanges();
      const send = (event: string, change: object | undefined) =>
        change && response.write(`event: ${event}\ndata: ${JSON.stringify(change)}\n\n`);
      const page = {
        workspace: () => {
          try {
            send('workspace', workspaceChange(viewFor(person)));
          } catch {
            // The person may no longer exist. The page asks again and gets the error.
            response.end();
          }
        },
        exchanges: () => send('exchanges', exchangesChange(journal())),
      };
      response.once('close', () => pages.delete(response));
      pages.set(response, page);
      page.workspace();
      page.exchanges();
    },
    changed(what) {
      if (waiting.has(what)) return;
      const sendAll = () => {
        waiting.delete(what);
        for (const page of pages.values()) page[what]();
      };
      waiting.set(what, setTimeout(sendAll, batchMs));
    },
    stop() {
      clearInterval(heartbeat);
      for (const timer of waiting.values()) clearTimeout(timer);
      for (const response of pages.keys()) response.end();
    },
  };
}
