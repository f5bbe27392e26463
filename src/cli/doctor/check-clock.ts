import { type Check, failed, ok, skipped, warning } from './check.js';

/** A signature that is older is refused (docs.slack.dev/authentication/verifying-requests-from-slack). */
const REFUSED_MS = 300_000;
const WARNED_MS = 30_000;

export const checkClock: Check = {
  name: 'clock',
  run: async ({ slack }) => {
    const reply = await slack();
    if (reply.kind === 'unreachable') return skipped('Not compared: Slack cannot be reached.');
    if (reply.aheadMs === undefined) return skipped('Not compared: the reply told no time.');
    const off = Math.abs(reply.aheadMs);
    if (off < WARNED_MS) return ok('Agrees with Slack’s.');
    const says = `This machine’s clock is ${duration(off)} ${reply.aheadMs > 0 ? 'ahead of' : 'behind'} Slack’s`;
    const todo = 'Let the machine keep its time by NTP (timedatectl set-ntp true), and a container’s host too.';
    return off > REFUSED_MS
      ? failed(`${says}: every request of Slack is refused, because its signature seems older than 5 minutes.`, todo)
      : warning(`${says}; above 5 minutes every request of Slack would be refused.`, todo);
  },
};

function duration(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} minutes`;
}
