import type {
  AlertRequest,
  ChooseRequest,
  CommandRequest,
  DialogCloseRequest,
  DialogRequest,
  Exchange,
  ExchangeDetail,
  ExchangesChange,
  FaultRequest,
  MessageJson,
  OpenAppRequest,
  Person,
  PressRequest,
  ReadRequest,
  Reply,
  SayRequest,
  ShortcutRequest,
  SuggestRequest,
  WorkspaceChange,
  WorkspaceView,
} from '../protocol.js';
import { exchangeStore, workspaceStore } from './workspace.js';

interface Requests {
  '/api/command': CommandRequest;
  '/api/say': SayRequest;
  '/api/press': PressRequest;
  '/api/choose': ChooseRequest;
  '/api/suggest': SuggestRequest;
  '/api/shortcut': ShortcutRequest;
  '/api/open-app': OpenAppRequest;
  '/api/alert': AlertRequest;
  '/api/read': ReadRequest;
  '/api/fault': FaultRequest;
  '/api/dialog/submit': DialogRequest;
  '/api/dialog/close': DialogCloseRequest;
  '/api/drop-sockets': Record<string, never>;
  '/api/start-over': Record<string, never>;
}

/** Sends what a person does. It never throws: a failure is also an outcome. */
export async function send<Path extends keyof Requests>(path: Path, request: Requests[Path]): Promise<Reply> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
    });
    const body: unknown = await response.json();
    if (response.ok) return body as Reply;
    const detail = (body as { error?: unknown }).error;
    return {
      outcome: response.status === 409 ? 'changed' : 'refused',
      detail: typeof detail === 'string' ? detail : `HTTP ${response.status}`,
    };
  } catch {
    return { outcome: 'unreachable' };
  }
}

export function fetchPeople(): Promise<Person[]> {
  return fetchJson<Person[]>('/api/people');
}

export function fetchExchange(id: number): Promise<ExchangeDetail> {
  return fetchJson(`/api/exchange?id=${id}`);
}

export function fetchMessage(person: string, channel: string, ts: string): Promise<MessageJson> {
  return fetchJson(`/api/message?${new URLSearchParams({ person, channel, ts })}`);
}

async function fetchJson<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`The playground's server answered HTTP ${response.status}.`);
  return (await response.json()) as T;
}

export interface LiveHandlers {
  change(change: WorkspaceChange): void;
  exchanges(change: ExchangesChange): void;
  /** The connection was opened or reopened. Everything will be sent again. */
  open(): void;
  lost(): void;
}

/** Receives live updates for a person. The browser reconnects by itself. @returns a function that stops */
export function listen(person: string, handlers: LiveHandlers): () => void {
  const source = new EventSource(`/api/live?person=${encodeURIComponent(person)}`);
  const on = <T>(name: string, take: (change: T) => void) =>
    source.addEventListener(name, (event: MessageEvent<string>) => take(JSON.parse(event.data) as T));
  source.onopen = () => handlers.open();
  source.onerror = () => handlers.lost();
  on<WorkspaceChange>('workspace', handlers.change);
  on<ExchangesChange>('exchanges', handlers.exchanges);
  return () => source.close();
}

export interface LiveUpdates {
  /** Undefined until the server has sent it. */
  readonly workspace: WorkspaceView | undefined;
  readonly exchanges: readonly Exchange[];
  readonly isLost: boolean;
  /** Switches to the updates for this person. */
  follow(person: string): void;
}

/** The current state of the server. */
export function liveUpdates(changed: () => void): LiveUpdates {
  const store = workspaceStore();
  const exchanges = exchangeStore();
  let isLost = false;
  let stop = () => {};
  return {
    get workspace() {
      return store.workspace;
    },
    get exchanges() {
      return exchanges.exchanges;
    },
    get isLost() {
      return isLost;
    },
    follow(person) {
      stop();
      store.clear();
      stop = listen(person, {
        open: () => {
          isLost = false;
          store.clear();
          exchanges.clear();
        },
        change: (change) => {
          store.apply(change);
          changed();
        },
        exchanges: (change) => {
          exchanges.apply(change);
          changed();
        },
        lost: () => {
          isLost = true;
          changed();
        },
      });
    },
  };
}
