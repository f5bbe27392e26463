import type { AppRequestKind } from './delivery/journal.js';

/** A fault in a Web API call. */
export interface Fault {
  /** Milliseconds before the call is handled. */
  delayMs?: number;
  /** Reply with this HTTP status, and do nothing. */
  status?: number;
  /**
   * Reply with this Slack error, and do nothing. `ratelimited` is sent as HTTP 429 with `Retry-After`, any other with HTTP 200,
   * such as chat.postMessage's own `rate_limited`.
   */
  error?: string;
  /** `Retry-After` of `ratelimited`: seconds, any text as it is sent, or null to leave it out. Default 1. */
  retryAfter?: number | string | null;
  /** Do what the call asks, then break the connection instead of replying. */
  loseReply?: boolean;
  /**
   * Do what the call asks, then reply with HTTP 200 and something else than JSON: a proxy's HTML page, the first half of the
   * reply, or nothing.
   */
  garbleReply?: 'html' | 'cut' | 'empty';
  /** With `loseReply` or `garbleReply`: do nothing before. */
  undone?: boolean;
}

/** A fault in a request to the app. */
export interface DeliveryFault {
  /** Milliseconds before it is sent. The deadline is already running, as it is for the person waiting. */
  delayMs?: number;
  /** The app receives it, but its reply is lost: the person sees `operation_timeout`, and an event is retried. */
  loseReply?: boolean;
  /** Number of extra deliveries. The first reply counts. */
  repeat?: number;
}

/** Makes calls and requests fail. A method is a Slack method (`chat.update`), `response_url`, or `*` for all. */
export interface FaultInjection {
  /** Only the next call. Several faults queue up. */
  next(method: string, fault: Fault): void;
  every(method: string, fault: Fault): void;
  /** Only the next request to the app. Several faults queue up. */
  nextDelivery(what: AppRequestKind | '*', fault: DeliveryFault): void;
  everyDelivery(what: AppRequestKind | '*', fault: DeliveryFault): void;
  /** Breaks every connection to the Web API and to response_urls. */
  refuseConnections(refuse: boolean): void;
  /** Slack's rate limits, per method and, for `chat.postMessage`, per channel. Off by default. */
  limitRates(on: boolean): void;
  /**
   * Makes Slack's clock differ from the app's, for everything sent from now on: `action_ts`, `event_time`, `ts`, view hashes and
   * the time of signatures. Lifetimes stay as they are. Over HTTP an app refuses more than 5 minutes.
   * @param ms negative if Slack's clock is behind
   */
  shiftClock(ms: number): void;
  /** Closes all Socket Mode connections, 10 s after a `disconnect` message with a reason or at once without warning. */
  dropSockets(how?: 'warning' | 'refresh_requested' | 'silently'): void;
  /** Closes the connections that got a `disconnect` message now, not 10 s after it. */
  endDroppedSockets(): void;
  /**
   * Sends this text over a Socket Mode connection: an envelope that Slack would not send, or not yet.
   * @returns whether the app acknowledged its `envelope_id` in time; `sent` if it has none
   */
  sendEnvelope(text: string): Promise<'acknowledged' | 'operation_timeout' | 'sent'>;
  /** Removes all faults and rate limits, and sets the clock right. */
  off(): void;
  readonly active: ActiveFaults;
}

/** The faults that are on. */
export interface ActiveFaults {
  readonly calls: Readonly<Record<string, Fault>>;
  readonly deliveries: Readonly<Record<string, DeliveryFault>>;
  /** Number of queued faults that have not been used yet. */
  readonly queued: number;
  readonly refusing: boolean;
  readonly rateLimits: boolean;
  readonly clockShiftMs: number;
  /** Open Socket Mode connections. */
  readonly sockets: number;
}

type Drop = NonNullable<Parameters<FaultInjection['dropSockets']>[0]>;

/** The part of Socket Mode that fault injection needs. */
export interface Droppable {
  readonly size: number;
  drop(how: Drop): void;
  endDropped(): void;
  sendText(text: string): ReturnType<FaultInjection['sendEnvelope']>;
}

/** The part of the workspace that fault injection needs. */
export interface ShiftableClock {
  readonly clockShiftMs: number;
  shiftClock(ms: number): void;
}

/** Holds the faults, and reports every change to them. */
export class FaultInjector implements FaultInjection {
  readonly calls = new FaultQueue<Fault>();
  readonly deliveries = new FaultQueue<DeliveryFault>();
  refusing = false;
  limitsRates = false;
  readonly #sockets: Droppable;
  readonly #clock: ShiftableClock;
  readonly #changed: () => void;

  constructor({ sockets, clock, changed }: { sockets: Droppable; clock: ShiftableClock; changed: () => void }) {
    this.#sockets = sockets;
    this.#clock = clock;
    this.#changed = changed;
  }

  next(method: string, fault: Fault): void {
    this.calls.next(method, fault);
    this.#changed();
  }

  every(method: string, fault: Fault): void {
    this.calls.every(method, fault);
    this.#changed();
  }

  nextDelivery(what: AppRequestKind | '*', fault: DeliveryFault): void {
    this.deliveries.next(what, fault);
    this.#changed();
  }

  everyDelivery(what: AppRequestKind | '*', fault: DeliveryFault): void {
    this.deliveries.every(what, fault);
    this.#changed();
  }

  refuseConnections(refuse: boolean): void {
    this.refusing = refuse;
    this.#changed();
  }

  limitRates(on: boolean): void {
    this.limitsRates = on;
    this.#changed();
  }

  shiftClock(ms: number): void {
    this.#clock.shiftClock(ms);
    this.#changed();
  }

  dropSockets(how: Drop = 'warning'): void {
    this.#sockets.drop(how);
  }

  endDroppedSockets(): void {
    this.#sockets.endDropped();
  }

  sendEnvelope(text: string): ReturnType<FaultInjection['sendEnvelope']> {
    return this.#sockets.sendText(text);
  }

  off(): void {
    this.refusing = false;
    this.limitsRates = false;
    this.#clock.shiftClock(0);
    this.calls.off();
    this.deliveries.off();
    this.#changed();
  }

  get active(): ActiveFaults {
    return {
      calls: this.calls.standing,
      deliveries: this.deliveries.standing,
      queued: this.calls.queued + this.deliveries.queued,
      refusing: this.refusing,
      rateLimits: this.limitsRates,
      clockShiftMs: this.#clock.clockShiftMs,
      sockets: this.#sockets.size,
    };
  }
}

/** Faults by name: queued ones are used first, once each, then the standing ones. `*` matches every name. */
export class FaultQueue<T> {
  #queued: { name: string; fault: T }[] = [];
  #standing = new Map<string, T>();

  next(name: string, fault: T): void {
    this.#queued.push({ name, fault });
  }

  every(name: string, fault: T): void {
    this.#standing.set(name, fault);
  }

  off(): void {
    this.#queued = [];
    this.#standing.clear();
  }

  /** The fault for this call or delivery. A queued one is used up. */
  take(name: string): T | undefined {
    const index = this.#queued.findIndex((one) => one.name === name || one.name === '*');
    const [queued] = index < 0 ? [] : this.#queued.splice(index, 1);
    return queued?.fault ?? this.#standing.get(name) ?? this.#standing.get('*');
  }

  get queued(): number {
    return this.#queued.length;
  }

  get standing(): Record<string, T> {
    return Object.fromEntries(this.#standing);
  }
}
