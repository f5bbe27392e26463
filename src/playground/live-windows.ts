import type { ServerResponse } from 'node:http';
import type { JournalEntry } from '../simulated-slack/index.js';
import { watchExchanges } from './inspector/watch-exchanges.js';
import type { Desk } from './page/protocol.js';
import { watchDesk } from './watch-desk.js';

export interface LiveWindows {
  /** Sends the person's desk and the list of exchanges now, and each change to either later, until the window closes. */
  open(person: string, response: ServerResponse): void;
  /** Says that something may have changed. Changes of one moment are sent together. */
  changed(what: 'desk' | 'exchanges'): void;
  /** Closes all. */
  stop(): void;
}

interface Sources {
  describe(person: string): Desk;
  journal(): readonly JournalEntry[];
}

// Comments on the line keep it from looking dead, and show the server when a window is gone.
const heartbeatMs = 20_000;

/** Keeps every open window up to date by server-sent events: one line a window, as browsers open only six to a server. */
export function liveWindows({ describe, journal }: Sources): LiveWindows {
  const windows = new Map<ServerResponse, { desk(): void; exchanges(): void }>();
  const waiting = new Map<'desk' | 'exchanges', NodeJS.Timeout>();
  const beat = setInterval(() => {
    for (const response of windows.keys()) response.write(':\n\n');
  }, heartbeatMs);
  beat.unref();

  return {
    open(person, response) {
      const compareDesk = watchDesk();
      const compareExchanges = watchExchanges();
      const send = (event: string, change: object | undefined) =>
        change && response.write(`event: ${event}\ndata: ${JSON.stringify(change)}\n\n`);
      const window = {
        desk: () => {
          try {
            send('desk', compareDesk(describe(person)));
          } catch {
            // The person is gone, perhaps: the window asks again and is told why.
            response.end();
          }
        },
        exchanges: () => send('exchanges', compareExchanges(journal())),
      };
      response.once('close', () => windows.delete(response));
      windows.set(response, window);
      window.desk();
      window.exchanges();
    },
    changed(what) {
      if (waiting.has(what)) return;
      const sendAll = () => {
        waiting.delete(what);
        for (const window of windows.values()) window[what]();
      };
      waiting.set(what, setTimeout(sendAll, 5));
    },
    stop() {
      clearInterval(beat);
      for (const timer of waiting.values()) clearTimeout(timer);
      for (const response of windows.keys()) response.end();
    },
  };
}
