import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const STARTS_WITHIN_MS = 60_000;

/** The real entry in a process of its own, on one port however often it is started again. */
export async function createAppProcess({ folder, environment }) {
  const port = await freePort();
  let child;
  let output = '';

  const start = async () => {
    child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...environment, PORT: `${port}`, HOST: '127.0.0.1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    const started = child;
    const until = Date.now() + STARTS_WITHIN_MS;
    while (started.exitCode === null && started.signalCode === null && Date.now() < until) {
      const alive = await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined);
      if (alive?.ok) return;
      await sleep(20);
    }
    if (started.signalCode === 'SIGKILL') return; // By the tests themselves, while it started.
    const how =
      started.exitCode === null ? `within ${STARTS_WITHIN_MS / 1_000} s` : `but ended with ${started.exitCode}`;
    throw new Error(`The app did not start, ${how}:\n${output}`);
  };

  /** @returns the exit code, null where a signal ended it */
  const end = async (signal) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'close');
    child.kill(signal);
    return (await ended)[0];
  };

  return {
    eventsUrl: `http://127.0.0.1:${port}/slack/events`,
    start,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    output: () => output,
  };
}
