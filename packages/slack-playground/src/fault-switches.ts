import type { FaultInjection } from '@guidepost/slack-simulator';
import type { FaultSwitch } from './protocol.js';

/** A failure that people switch on and off in the page. */
interface SimulatedFailure {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  isOn(faults: FaultInjection): boolean;
}

/** Close to Slack's deadline of 3 seconds, but within it. */
export const slowDeliveryMs = 2000;
/** Longer than an app should wait while it handles a request. */
export const slowCallMs = 4000;

const failures: readonly SimulatedFailure[] = [
  {
    id: 'slow-calls',
    label: 'Slow Web API',
    description: `Each call the app makes takes ${slowCallMs / 1000} seconds.`,
    isOn: ({ active }) => active.calls['*']?.delayMs !== undefined,
  },
  {
    id: 'lost-replies',
    label: 'Lost replies',
    description: 'The app’s calls succeed, but the connection breaks before the reply arrives.',
    isOn: ({ active }) => active.calls['*']?.loseReply === true,
  },
  {
    id: 'unreachable',
    label: 'Web API unreachable',
    description: 'None of the app’s calls get through, including response_url.',
    isOn: ({ active }) => active.refusing,
  },
  {
    id: 'rate-limits',
    label: 'Rate limits',
    description: 'Slack’s rate limit tiers: calls above the limit get HTTP 429 with Retry-After.',
    isOn: ({ active }) => active.rateLimits,
  },
  {
    id: 'slow-delivery',
    label: 'Slow requests',
    description: `Commands and presses reach the app ${slowDeliveryMs / 1000} seconds late. Slack’s 3 seconds are already running.`,
    isOn: ({ active }) => active.deliveries['*']?.delayMs !== undefined,
  },
  {
    id: 'repeats',
    label: 'Repeated deliveries',
    description: 'The app receives every command, press and event twice.',
    isOn: ({ active }) => active.deliveries['*']?.repeat !== undefined,
  },
];

/** All switches and whether they are on. */
export function describeFaults(faults: FaultInjection): FaultSwitch[] {
  return failures.map(({ id, label, description, isOn }) => ({ id, label, description, isOn: isOn(faults) }));
}

/** @returns false if there is no such switch */
export function switchFault(faults: FaultInjection, id: string, isOn: boolean): boolean {
  if (!failures.some((failure) => failure.id === id)) return false;
  const wanted = new Set(
    failures.filter((failure) => (failure.id === id ? isOn : failure.isOn(faults))).map((failure) => failure.id),
  );
  // Switch everything off, then on again what is wanted. This also drops queued single faults, which were not set here.
  faults.off();
  const calls = {
    ...(wanted.has('slow-calls') && { delayMs: slowCallMs }),
    ...(wanted.has('lost-replies') && { loseReply: true }),
  };
  if (Object.keys(calls).length > 0) faults.every('*', calls);
  const deliveries = {
    ...(wanted.has('slow-delivery') && { delayMs: slowDeliveryMs }),
    ...(wanted.has('repeats') && { repeat: 1 }),
  };
  if (Object.keys(deliveries).length > 0) faults.everyDelivery('*', deliveries);
  if (wanted.has('unreachable')) faults.refuseConnections(true);
  if (wanted.has('rate-limits')) faults.limitRates(true);
  return true;
}
