import type { Channel, Exchange, ExchangesChange, Message, WorkspaceChange, WorkspaceView } from '../protocol.js';

export interface WorkspaceStore {
  /** Absent until the server has sent it. */
  readonly workspace: WorkspaceView | undefined;
  apply(change: WorkspaceChange): void;
  /** Forgets everything: another person's workspace comes. */
  clear(): void;
}

/** Keeps a workspace up to date by the changes that the server sends. */
export function workspaceStore(): WorkspaceStore {
  let messages = new Map<string, Message>();
  let rest: Partial<Omit<WorkspaceView, 'messages'>> = {};
  let workspace: WorkspaceView | undefined;
  return {
    get workspace() {
      return workspace;
    },
    apply(change) {
      for (const key of change.gone ?? []) messages.delete(key);
      for (const message of change.changed ?? []) messages.set(`${message.channel}/${message.ts}`, message);
      rest = { ...rest, ...change.rest };
      if (!isWhole(rest)) return;
      workspace = {
        ...rest,
        messages: [...messages.values()].sort((a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0)),
      };
    },
    clear() {
      messages = new Map();
      rest = {};
      workspace = undefined;
    },
  };
}

function isWhole(rest: Partial<Omit<WorkspaceView, 'messages'>>): rest is Omit<WorkspaceView, 'messages'> {
  return (
    rest.person !== undefined && rest.channels !== undefined && rest.people !== undefined && rest.dialogs !== undefined
  );
}

export interface ExchangeStore {
  /** Oldest first. */
  readonly exchanges: readonly Exchange[];
  apply(change: ExchangesChange): void;
  /** The line opened again: everything comes anew. */
  clear(): void;
}

/** Keeps the list of exchanges up to date by what the server sends. */
export function exchangeStore(): ExchangeStore {
  const known = new Map<number, Exchange>();
  return {
    get exchanges() {
      return [...known.values()].sort((a, b) => a.id - b.id);
    },
    apply({ changed, isFresh }) {
      if (isFresh) known.clear();
      for (const exchange of changed) known.set(exchange.id, exchange);
    },
    clear: () => known.clear(),
  };
}

/** The name under which an address knows a channel: `deployments`, `@guidepost`. */
export function addressName({ kind, name }: Channel): string {
  return kind === 'direct' ? `@${name}` : name;
}

/** The channel that an address names, or where a visitor begins: #deployments, where the app is a member. */
export function findChannel({ channels }: WorkspaceView, name: string): Channel {
  const channel =
    channels.find((one) => addressName(one) === name) ??
    channels.find((one) => one.name === 'deployments') ??
    channels[0];
  if (!channel) throw new Error('The workspace has no channels.');
  return channel;
}

/** The message of this workspace that an address leads to, as `chat.getPermalink` gives it; nothing for any other address. */
export function readPermalink(
  workspace: Pick<WorkspaceView, 'team' | 'channels'>,
  url: string,
): { readonly channel: Channel; readonly ts: string } | undefined {
  if (!URL.canParse(url)) return undefined;
  const { host, pathname } = new URL(url);
  const [, id, seconds, fraction] = /^\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/.exec(pathname) ?? [];
  const channel = workspace.channels.find((one) => one.id === id);
  if (!channel || host !== `${workspace.team.domain}.slack.com`) return undefined;
  return { channel, ts: `${seconds}.${fraction}` };
}
