// Started by gates.ts: as many gates as asked for wait for the same run, as so many `guidepost gate --wait` would. The message `pause` makes
// them ask nobody until `go`; their times to ask stay spread. Exits with 0 when all have opened.
import { setTimeout as sleep } from 'node:timers/promises';
import { createGateClient, type GateClient, type Reply } from '../../src/cli/gate/client.js';
import { exitCodeOf, waitForGate } from '../../src/cli/gate/wait.js';

const { GATES, RUN = '', SERVER = '', TOKEN = '' } = process.env;
const WAIT_MS = 3_600_000;
const PAUSED: Reply = { kind: 'not-reached', detail: 'paused', mayPass: true };
const question = { server: SERVER, token: TOKEN, target: { run: RUN }, waitMs: WAIT_MS };

let isPaused = false;
process.on('message', (message) => {
  isPaused = message === 'pause';
});

const waiting = Array.from({ length: Number(GATES) }, async () => {
  const { ask } = createGateClient(question);
  const client: GateClient = { ask: async (timeoutMs) => (isPaused ? PAUSED : ask(timeoutMs)) };
  // Jobs start at different times.
  await sleep(Math.random() * 5_000);
  return exitCodeOf(await waitForGate(client, { waitMs: WAIT_MS }));
});
process.send?.('started');
const codes = await Promise.all(waiting);
process.exit(codes.every((code) => code === 0) ? 0 : 1);
