import type { GateClient, Reply } from './client.js';

export interface WaitOptions {
  /** 0 asks once. */
  readonly waitMs: number;
  /** Called with each reply, and how long is left. */
  readonly onReply?: (reply: Reply, leftMs: number) => void;
  readonly clock?: WaitClock;
}

/** The time, handed in so that a test need not wait. `now` never goes back. */
export interface WaitClock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
}

const realClock: WaitClock = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};

/** Between two questions. With the jitter, many jobs that start together do not ask together. */
const PAUSE_MS = 5_000;
const JITTER = 0.2;
const REQUEST_MS = 15_000;

/**
 * Asks until the gate is complete, waiting cannot help, or the time is over, and returns the last reply. It asks again after an open gate,
 * a server that was not reached, and a name that has no run yet.
 */
export async function waitForGate(
  { ask }: GateClient,
  { waitMs, onReply, clock: { now, random, sleep } = realClock }: WaitOptions,
): Promise<Reply> {
  const end = now() + waitMs;
  for (;;) {
    // A timer takes whole milliseconds.
    const left = Math.ceil(end - now());
    const reply = await ask(waitMs > 0 ? Math.max(1_000, Math.min(REQUEST_MS, left)) : REQUEST_MS);
    const remaining = Math.max(0, end - now());
    onReply?.(reply, remaining);
    if (!canChange(reply) || remaining === 0) return reply;
    const pause = PAUSE_MS * (1 + JITTER * (2 * random() - 1));
    const asked = reply.kind === 'not-reached' ? (reply.retryAfterMs ?? 0) : 0;
    // What the server asked for is kept: without time for another question, this was the last one.
    if (asked >= remaining) return reply;
    await sleep(Math.min(Math.max(pause, asked), remaining));
  }
}

/** Whether the same question may have another answer later. */
export function canChange(reply: Reply): boolean {
  switch (reply.kind) {
    case 'gate':
      return reply.gate.state === 'open';
    case 'unknown':
      return reply.mayAppear;
    case 'not-reached':
      return reply.mayPass;
    case 'not-allowed':
    case 'refused':
      return false;
  }
}

/** The exit code of a reply: 0 for complete and nothing else. */
export function exitCodeOf(reply: Reply): number {
  switch (reply.kind) {
    case 'gate':
      return reply.gate.state === 'complete' ? 0 : 2;
    case 'unknown':
      return 3;
    case 'not-reached':
      return 4;
    case 'not-allowed':
      return 5;
    case 'refused':
      return 1;
  }
}
