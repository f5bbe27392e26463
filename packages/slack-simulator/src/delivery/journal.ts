import { setTimeout as wait } from 'node:timers/promises';
import type { Json, JsonObject } from '../workspace/state.js';

type Opening<T extends JournalEntry> = Omit<T, 'id' | 'at'>;

const kept = 5000;

/** Records every request between Slack and the app, and knows whether any is still open. */
export class Journal {
  entries: JournalEntry[] = [];
  underWay = 0;
  /** Real time when a request last started or ended. */
  lastActivity = performance.now();
  #lastId = 0;
  readonly #clock: () => number;
  readonly #changed: (id: number) => void;

  constructor({ clock, changed }: { clock: () => number; changed: (id: number) => void }) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** @returns a function that completes the entry; call it exactly once */
  begin(opening: Opening<ApiCall>): (end: Partial<ApiCall>) => void;
  begin(opening: Opening<ResponseCall>): (end: Partial<ResponseCall>) => void;
  begin(opening: Opening<AppRequest>): (end: Partial<AppRequest>) => void;
  begin(opening: Opening<ApiCall> | Opening<ResponseCall> | Opening<AppRequest>): (end: Partial<JournalEntry>) => void {
    this.#lastId += 1;
    const entry = { ...opening, id: this.#lastId, at: this.#clock() } as JournalEntry;
    const began = performance.now();
    this.entries.push(entry);
    if (this.entries.length > kept) this.entries.splice(0, this.entries.length - kept);
    this.underWay += 1;
    this.#active(entry.id);
    return (end) => {
      Object.assign(entry, end, { durationMs: performance.now() - began });
      this.underWay -= 1;
      this.#active(entry.id);
    };
  }

  #active(id: number): void {
    this.lastActivity = performance.now();
    this.#changed(id);
  }
}

/** One request and its reply, in either direction, exactly as sent. */
interface Exchange {
  id: number;
  /** Milliseconds since 1970, by the simulator's clock. */
  at: number;
  /** Real time in milliseconds. Missing while the request is open. */
  durationMs?: number;
  /** HTTP status of the reply; 200 for an acknowledgement over Socket Mode. Missing while the request is open, or if no reply came. */
  status?: number;
  /** `socket` is a Socket Mode envelope, which has no headers and no address. */
  transport: 'http' | 'socket';
  /** The address, of the app or of the simulator. */
  url: string;
  headers: Record<string, string>;
  /** As sent. */
  body: string;
  replyHeaders?: Record<string, string>;
  /** As sent. */
  replyBody?: string;
}

/** The app called the Web API. */
export interface ApiCall extends Exchange {
  kind: 'api';
  method: string;
  /** The arguments without the token. */
  args: JsonObject;
  reply?: JsonObject;
}

/** The app posted to a `response_url`. */
export interface ResponseCall extends Exchange {
  kind: 'response_url';
  args: Json;
  reply?: Json;
}

/** A request to the app: a command, interaction or event. */
export interface AppRequest extends Exchange {
  kind: 'request';
  what: AppRequestKind;
  /** The parsed body: a form's fields, or the payload. */
  payload: JsonObject;
  /** Same as `replyBody`. */
  reply?: string;
  /** Why there is no usable reply: `operation_timeout` or the network error. */
  failure?: string;
}

export type AppRequestKind =
  | 'command'
  | 'block_actions'
  | 'view_submission'
  | 'view_closed'
  | 'shortcut'
  | 'message_action'
  | 'block_suggestion'
  | 'event';

export type JournalEntry = ApiCall | ResponseCall | AppRequest;

/** Only so that what never comes is named: a slow or busy machine gets its time. */
const PATIENCE_MS = 120_000;

/**
 * Waits until nothing has happened in either direction for a while. @throws Error that lists the open requests
 * @param quietMs counted in timer turns of 1 ms, so that a busy machine gets as many turns as an idle one
 */
export async function untilQuiet(
  journal: Journal,
  { quietMs = 20, withinMs = PATIENCE_MS }: { quietMs?: number; withinMs?: number } = {},
): Promise<void> {
  const latest = performance.now() + withinMs;
  let seen = journal.lastActivity;
  for (let calm = 0; calm < quietMs; ) {
    await wait(1);
    const isCalm = journal.underWay === 0 && journal.lastActivity === seen;
    calm = isCalm ? calm + 1 : 0;
    seen = journal.lastActivity;
    if (performance.now() > latest) throw new Error(stillUnderWay(journal, withinMs));
  }
}

function stillUnderWay({ entries }: Journal, withinMs: number): string {
  const open = entries.filter(({ durationMs }) => durationMs === undefined);
  const names = open.map((entry) =>
    entry.kind === 'api' ? entry.method : entry.kind === 'request' ? entry.what : entry.url,
  );
  return `simulated Slack: not quiet after ${withinMs} ms; still open: ${names.join(', ') || 'nothing, but calls keep coming'}.`;
}

/** Checks a condition every few milliseconds until it is true. @throws Error after `withinMs` */
export async function untilTrue(
  condition: () => boolean,
  { withinMs = PATIENCE_MS, what = 'the condition' }: { withinMs?: number; what?: string } = {},
): Promise<void> {
  const latest = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > latest)
      throw new Error(`simulated Slack: ${what} did not come true within ${withinMs} ms.`);
    await wait(3);
  }
}
