import type { ServerResponse } from 'node:http';
import type { Desk } from './page/protocol.js';
import { watchDesk } from './watch-desk.js';

export interface LiveWindows {
  /** Sends the person's desk now and each change to it later, until the window closes. */
  open(person: string, response: ServerResponse): void;
  /** Says that something may have changed. Changes of one moment are sent together. */
  changed(): void;
  /** Closes all. */
  stop(): void;
}

// Comments on the line keep it from looking dead, and show the server when a window is gone.
const heartbeatMs = 20_000;

/** Keeps every open window up to date by server-sent events. */
export function liveWindows(describe: (person: string) => Desk): LiveWindows {
  const windows = new Map<ServerResponse, () => void>();
  let waiting: NodeJS.Timeout | undefined;
  const beat = setInterval(() => {
    for (const response of windows.keys()) response.write(':\n\n');
  }, heartbeatMs);
  beat.unref();

  const sendAll = () => {
    waiting = undefined;
    for (const send of windows.values()) send();
  };

  return {
    open(person, response) {
      const compare = watchDesk();
      const send = () => {
        try {
          const change = compare(describe(person));
          if (change) response.write(`data: ${JSON.stringify(change)}\n\n`);
        } catch {
          // The person is gone, perhaps: the window asks again and is told why.
          response.end();
        }
      };
      response.once('close', () => windows.delete(response));
      windows.set(response, send);
      send();
    },
    changed() {
      waiting ??= setTimeout(sendAll, 5);
    },
    stop() {
      clearInterval(beat);
      clearTimeout(waiting);
      for (const response of windows.keys()) response.end();
    },
  };
}
