import type { SimulatedSlack } from '../simulated-slack/index.js';
import type { TroubleSwitch } from './page/protocol.js';

type Trouble = SimulatedSlack['trouble'];

/** One thing that can go wrong, as people switch it on and off. */
interface Kind {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  isOn(trouble: Trouble): boolean;
}

/** How long a slow request takes: near Slack's deadline of three seconds, and not beyond it. */
export const slowDeliveryMs = 2000;
/** How long a slow call takes: longer than an app should wait in the middle of a request. */
export const slowCallMs = 4000;

const kinds: readonly Kind[] = [
  {
    id: 'slow-calls',
    label: 'Slow Web API',
    description: `Each call of the app takes ${slowCallMs / 1000} seconds.`,
    isOn: ({ present }) => present.calls['*']?.delayMs !== undefined,
  },
  {
    id: 'lost-replies',
    label: 'Lost replies',
    description: 'Calls of the app are carried out, and the connection breaks before it hears of it.',
    isOn: ({ present }) => present.calls['*']?.loseReply === true,
  },
  {
    id: 'unreachable',
    label: 'Web API unreachable',
    description: 'No call of the app gets through, response_url included.',
    isOn: ({ present }) => present.refusing,
  },
  {
    id: 'rate-limits',
    label: 'Rate limits',
    description: 'Slack’s tiers: calls above them get 429 with Retry-After.',
    isOn: ({ present }) => present.rateLimits,
  },
  {
    id: 'slow-delivery',
    label: 'Slow requests',
    description: `What people do reaches the app ${slowDeliveryMs / 1000} seconds late; the 3 seconds run meanwhile.`,
    isOn: ({ present }) => present.deliveries['*']?.delayMs !== undefined,
  },
  {
    id: 'repeats',
    label: 'Repeated deliveries',
    description: 'Each command, press and event reaches the app twice.',
    isOn: ({ present }) => present.deliveries['*']?.repeat !== undefined,
  },
];

/** The switches as they stand. */
export function describeTroubles(trouble: Trouble): TroubleSwitch[] {
  return kinds.map(({ id, label, description, isOn }) => ({ id, label, description, isOn: isOn(trouble) }));
}

/** @returns false where there is no such switch */
export function switchTrouble(trouble: Trouble, id: string, isOn: boolean): boolean {
  if (!kinds.some((kind) => kind.id === id)) return false;
  const wanted = new Set(kinds.filter((kind) => (kind.id === id ? isOn : kind.isOn(trouble))).map((kind) => kind.id));
  // From nothing to what is wanted: single misfortunes that wait in a queue go as well, which nobody switched on here.
  trouble.off();
  const calls = {
    ...(wanted.has('slow-calls') && { delayMs: slowCallMs }),
    ...(wanted.has('lost-replies') && { loseReply: true }),
  };
  if (Object.keys(calls).length > 0) trouble.every('*', calls);
  const deliveries = {
    ...(wanted.has('slow-delivery') && { delayMs: slowDeliveryMs }),
    ...(wanted.has('repeats') && { repeat: 1 }),
  };
  if (Object.keys(deliveries).length > 0) trouble.everyDelivery('*', deliveries);
  if (wanted.has('unreachable')) trouble.refuseConnections(true);
  if (wanted.has('rate-limits')) trouble.limitRates(true);
  return true;
}
