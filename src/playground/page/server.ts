import type {
  ChooseRequest,
  CommandRequest,
  DeskChange,
  DialogCloseRequest,
  DialogRequest,
  Person,
  PressRequest,
  Reply,
  SayRequest,
} from './protocol.js';

interface Requests {
  '/api/command': CommandRequest;
  '/api/say': SayRequest;
  '/api/press': PressRequest;
  '/api/choose': ChooseRequest;
  '/api/dialog/submit': DialogRequest;
  '/api/dialog/close': DialogCloseRequest;
  '/api/start-over': Record<string, never>;
}

/** Sends what a person does. Never throws: a failure is an outcome too. */
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

export async function fetchPeople(): Promise<Person[]> {
  const response = await fetch('/api/people');
  if (!response.ok) throw new Error(`The playground's server answered HTTP ${response.status}.`);
  return (await response.json()) as Person[];
}

export interface LiveHandlers {
  change(change: DeskChange): void;
  /** The line opened (again): everything will be sent anew. */
  open(): void;
  lost(): void;
}

/** Listens to a person's desk; the browser reconnects by itself. @returns how to stop */
export function listen(person: string, handlers: LiveHandlers): () => void {
  const source = new EventSource(`/api/live?person=${encodeURIComponent(person)}`);
  source.onopen = () => handlers.open();
  source.onerror = () => handlers.lost();
  source.onmessage = (event: MessageEvent<string>) => handlers.change(JSON.parse(event.data) as DeskChange);
  return () => source.close();
}
