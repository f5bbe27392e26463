import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SimulatedSlack } from '../simulated-slack/index.js';
import type { Logger } from '../telemetry/logger.js';
import { answerRequest } from './answer-request.js';
import { type DeskSetting, describeDesk } from './describe-desk.js';
import { liveWindows } from './live-windows.js';
import { suggestLines } from './suggest-lines.js';

export interface PlaygroundOptions {
  readonly slack: SimulatedSlack;
  /** 0 takes any free port. */
  readonly port: number;
  /** Lines offered in an empty channel; by default a few for the manifest's first command. */
  readonly suggestions?: readonly string[];
  readonly logger: Logger;
}

export interface Playground {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the simulated workspace as a page in the browser, on 127.0.0.1 alone.
 * @throws Error that names the port and the remedy, where it is taken
 */
export async function startPlayground({ slack, port, suggestions, logger }: PlaygroundOptions): Promise<Playground> {
  const setting: DeskSetting = {
    get suggestions() {
      return suggestions ?? suggestLines(slack.workspace.manifest?.commands ?? []);
    },
  };
  const describe = (person: string) => describeDesk(slack, setting, person);
  const windows = liveWindows({ describe, journal: () => slack.journal });
  const folder = new URL('./page/', import.meta.url);
  let listeningOn = port;
  const server = createServer((request, response) => {
    void answerRequest({ slack, folder, windows, describe, logger, port: listeningOn }, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  listeningOn = (server.address() as AddressInfo).port;
  const unsubscribe = slack.workspace.subscribe((change) => {
    if (change.kind !== 'call') windows.changed('desk');
    if (change.kind === 'call' || change.kind === 'reset') windows.changed('exchanges');
  });
  return {
    url: `http://localhost:${listeningOn}`,
    async stop() {
      unsubscribe();
      windows.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function explain(error: Error, port: number): Error {
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error;
  return new Error(
    `Port ${port} on 127.0.0.1 is taken by another program, so the playground cannot open. Stop that program, or choose another port with PORT.`,
    { cause: error },
  );
}
