import type { Channel, Exchange, ExchangesChange, Message, WorkspaceChange, WorkspaceView } from '../protocol.js';

export interface WorkspaceStore {
  /** Undefined until the server has sent it. */
  readonly workspace: WorkspaceView | undefined;
  apply(change: WorkspaceChange): void;
  /** Forgets everything, before another person's view arrives. */
  clear(): void;
}

/** Applies the server's changes to the view of the workspace. */
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
  /** The connection was reopened, so everything will be sent again. */
  clear(): void;
}

/** Applies the server's changes to the list of exchanges. */
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

/** A channel's name in URLs: `deployments`, `@guidepost`. */
export function addressName({ kind, name }: Channel): string {
  return kind === 'direct' ? `@${name}` : name;
}

/** The channel with this name in the URL. By default #deployments, where the app is a member. */
export function findChannel({ channels }: WorkspaceView, name: string): Channel {
  const channel =
    channels.find((one) => addressName(one) === name) ??
    channels.find((one) => one.name === 'deployments') ??
    channels[0];
  if (!channel) throw new Error('The workspace has no channels.');
  return channel;
}

/** The message that a permalink (`chat.getPermalink`) in this workspace leads to; undefined for other URLs. */
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
