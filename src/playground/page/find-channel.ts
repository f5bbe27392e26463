import type { Channel, Desk } from './protocol.js';

/** The name under which an address knows a channel: `deployments`, `@guidepost`. */
export function addressName({ kind, name }: Channel): string {
  return kind === 'direct' ? `@${name}` : name;
}

/** The channel that an address names, or where a visitor begins: #deployments, where the app is a member. */
export function findChannel({ channels }: Desk, name: string): Channel {
  const channel =
    channels.find((one) => addressName(one) === name) ??
    channels.find((one) => one.name === 'deployments') ??
    channels[0];
  if (!channel) throw new Error('The workspace has no channels.');
  return channel;
}
