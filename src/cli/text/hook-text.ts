import type { ListedHook } from '../../hooks/store.js';
import { ONE_WORKSPACE } from '../../workspaces/installations.js';
import { counted, printableLine } from './terminal.js';

/** An address without its query, which may contain a secret. */
export function shownUrl(text: string): string {
  const { origin, pathname, search } = new URL(text);
  return printableLine(`${origin}${pathname}${search === '' ? '' : '?…'}`);
}

/** What a hook is for, and how it is doing, in some lines. */
export function describeHook(hook: ListedHook): string {
  const { allowPrivate, channels, createdAt, deliveredAt, events, id, installation, url } = hook;
  const rows: [string, string][] = [
    ['events', events.join(', ')],
    ['channels', channels?.join(', ') ?? 'all'],
    ...(installation === ONE_WORKSPACE ? [] : [['workspace', installation] as [string, string]]),
    ...(allowPrivate ? [['network', 'private addresses and http are allowed'] as [string, string]] : []),
    ['added', createdAt.toISOString()],
    ['delivered', deliveredAt === undefined ? 'nothing yet' : `last at ${deliveredAt.toISOString()}`],
    ['state', stateOf(hook)],
  ];
  return [`${id}  ${shownUrl(url)}`, ...rows.map(([name, value]) => `  ${name.padEnd(9)}  ${value}`), ''].join('\n');
}

/** How a hook is doing, in one line. */
export function stateOf({ disabled, givenUp, isReadable, lastError, waiting, waitingSince }: ListedHook): string {
  if (disabled) return `switched off at ${disabled.at.toISOString()}: ${disabled.reason}`;
  return [
    ...(isReadable ? [] : ['its signing secret cannot be decrypted']),
    ...(waiting > 0 && waitingSince
      ? [`${counted(waiting, 'event')} waiting, the oldest since ${waitingSince.toISOString()}`]
      : ['nothing waiting']),
    ...(givenUp > 0 ? [`${counted(givenUp, 'event')} given up in the last 30 days`] : []),
    ...(lastError === undefined ? [] : [`last error: ${printableLine(lastError)}`]),
  ].join('; ');
}
