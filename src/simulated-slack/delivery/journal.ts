import { setTimeout as wait } from 'node:timers/promises';
import type { Json, JsonObject } from '../workspace/state.js';

type Opening<T extends JournalEntry> = Omit<T, 'id' | 'at'>;

const kept = 5000;

/** Keeps what went between Slack and the app, and knows whether anything is still under way. */
export class Journal {
  entries: JournalEntry[] = [];
  underWay = 0;
  /** Wall time of the last beginning or end. */
  lastActivity = performance.now();
  #lastId = 0;
  readonly #clock: () => number;
  readonly #changed: (id: number) => void;

  constructor({ clock, changed }: { clock: () => number; changed: (id: number) => void }) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** @returns what completes the entry; call it once, whatever happens */
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

/** One request and its reply, in either direction, with what went over the wire byte for byte. */
interface Exchange {
  id: number;
  /** Milliseconds since 1970, by the stand-in's clock. */
  at: number;
  /** Wall time in milliseconds; absent while under way. */
  durationMs?: number;
  /** HTTP status of the reply, 200 for an acknowledgement over Socket Mode; absent while under way, or when none came. */
  status?: number;
  /** `socket`: an envelope of Socket Mode, which has neither headers nor an address to send it to by hand. */
  transport: 'http' | 'socket';
  /** Where it went: to the app, or to this stand-in. */
  url: string;
  headers: Record<string, string>;
  /** As sent. */
  body: string;
  replyHeaders?: Record<string, string>;
  /** As sent. */
  replyBody?: string;
}

/** A call of the Web API by the app. */
export interface ApiCall extends Exchange {
  kind: 'api';
  method: string;
  /** The arguments without the token. */
  args: JsonObject;
  reply?: JsonObject;
}

/** A post by the app to a `response_url`. */
export interface ResponseCall extends Exchange {
  kind: 'response_url';
  args: Json;
  reply?: Json;
}

/** A request to the app: command, press, submission, event. */
export interface AppRequest extends Exchange {
  kind: 'request';
  what: AppRequestKind;
  /** The body, readable: the form's fields or the payload. */
  payload: JsonObject;
  /** Same as `replyBody`. */
  reply?: string;
  /** Why there is no usable reply: `operation_timeout`, or what broke. */
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

/**
 * Waits until nothing has gone on in either direction for a while. @throws Error that names what is still under way
 * @param quietMs counted in turns of a millisecond, so that a machine that is busy gets as many turns as an idle one
 */
export async function untilQuiet(
  journal: Journal,
  { quietMs = 20, withinMs = 30_000 }: { quietMs?: number; withinMs?: number } = {},
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
  return `simulated Slack: not quiet after ${withinMs} ms; under way: ${names.join(', ') || 'nothing, but calls keep coming'}.`;
}

/** Waits until a condition holds, looking every few milliseconds. @throws Error after `withinMs` */
export async function untilTrue(
  condition: () => boolean,
  { withinMs = 30_000, what = 'the condition' }: { withinMs?: number; what?: string } = {},
): Promise<void> {
  const latest = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > latest)
      throw new Error(`simulated Slack: ${what} did not come true within ${withinMs} ms.`);
    await wait(3);
  }
}
