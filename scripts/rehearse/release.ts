import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../bench/free-port.js';
import { runCommand } from './run-command.js';
import { demand } from './until.js';

/** One release of the app: its release step and its web process, by the lines of its Procfile. */
export function createRelease({ tree, lines, confined, environment, note }) {
  let child;
  let ended;
  let port;
  let peak = 0;
  const env = { ...confined.environment, ...environment };

  const health = async () => {
    const reply = await fetch(`http://127.0.0.1:${port}/healthz`);
    return { status: reply.status, body: await reply.json() };
  };
  const look = () => {
    try {
      peak = Math.max(
        peak,
        Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
      );
    } catch {
      // It has gone.
    }
  };

  return {
    get port() {
      return port;
    },
    health,
    peakMiB: () => peak,
    /** @returns the last line that it wrote */
    migrate: async () => {
      const output = await runCommand(...confined.command(lines.release), { env, cwd: tree });
      return { told: output.trim().split('\n').join(', ') };
    },
    /** @returns after how many milliseconds it was healthy */
    start: async ({ healthyWithinMs }) => {
      port = await freePort();
      const started = performance.now();
      child = spawn(...confined.command(lines.web), {
        cwd: tree,
        env: { ...env, PORT: `${port}` },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => note(String(text)));
      ended = once(child, 'close').then(([code, signal]) => code ?? signal);
      let exit;
      void ended.then((code) => {
        exit = code;
      });
      for (;;) {
        demand(exit === undefined, `it ended with ${exit} before it was healthy`);
        const isHealthy = await health().then(
          ({ status, body }) => status === 200 && body.database === 'reachable',
          () => false,
        );
        const took = performance.now() - started;
        if (isHealthy) return took;
        demand(took < healthyWithinMs, `not healthy within ${healthyWithinMs / 1_000} s`);
        await sleep(20);
      }
    },
    stop: async () => {
      look();
      const from = performance.now();
      child.kill('SIGTERM');
      // A platform would kill it then.
      const code = await Promise.race([
        ended,
        sleep(30_000, 'nothing: it was still running after 30 s', { ref: false }),
      ]);
      return { code, ms: performance.now() - from };
    },
    kill: async () => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await ended;
    },
  };
}
