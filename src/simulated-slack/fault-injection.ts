import type { AppRequestKind } from './delivery/journal.js';

/** What shall go wrong with a Web API method. */
export interface Fault {
  /** Milliseconds before anything is done. */
  delayMs?: number;
  /** An HTTP status instead of a reply; nothing is done. */
  status?: number;
  /** Slack's error code instead of a reply; nothing is done. `ratelimited` is sent as HTTP 429 with `Retry-After`. */
  error?: string;
  /** Seconds, for `ratelimited`; default 1. */
  retryAfter?: number;
  /** The call is carried out, and the connection broken instead of a reply. */
  loseReply?: boolean;
}

/** What shall go wrong on the way to the app. */
export interface DeliveryFault {
  /** Milliseconds before it is sent; the deadline runs meanwhile, as for a person who waits. */
  delayMs?: number;
  /** The app is asked, its reply lost: the person sees `operation_timeout`, an event is delivered again. */
  loseReply?: boolean;
  /** How many times more it is delivered, as it is; the first reply counts. */
  repeat?: number;
}

/** Trouble on demand. A method is named as in Slack (`chat.update`), `response_url`, or `*` for all. */
export interface FaultInjection {
  /** The next call alone; several queue up. */
  next(method: string, misfortune: Fault): void;
  every(method: string, misfortune: Fault): void;
  /** The next request to the app alone; several queue up. */
  nextDelivery(what: AppRequestKind | '*', misfortune: DeliveryFault): void;
  everyDelivery(what: AppRequestKind | '*', misfortune: DeliveryFault): void;
  /** The Web API and response_urls cannot be reached at all: connections are broken off. */
  refuseConnections(refuse: boolean): void;
  /** Slack's rate limits, by method and for `chat.postMessage` by channel. Off at first. */
  limitRates(on: boolean): void;
  /** Ends all Socket Mode connections: after a `disconnect` message with a reason, or without a word. */
  dropSockets(how?: 'warning' | 'refresh_requested' | 'silently'): void;
  /** Ends all trouble and the rate limits. */
  off(): void;
  readonly active: ActiveFaults;
}

/** What is switched on, for whoever shows it. */
export interface ActiveFaults {
  readonly calls: Readonly<Record<string, Fault>>;
  readonly deliveries: Readonly<Record<string, DeliveryFault>>;
  /** How many single misfortunes wait for their call or delivery. */
  readonly queued: number;
  readonly refusing: boolean;
  readonly rateLimits: boolean;
  /** Open Socket Mode connections. */
  readonly sockets: number;
}

type Drop = NonNullable<Parameters<FaultInjection['dropSockets']>[0]>;

/** What of Socket Mode trouble has to do with. */
export interface Droppable {
  readonly size: number;
  drop(how: Drop): void;
}

/** Keeps what shall go wrong, and says when that changes. */
export class FaultInjector implements FaultInjection {
  readonly calls = new FaultQueue<Fault>();
  readonly deliveries = new FaultQueue<DeliveryFault>();
  refusing = false;
  limitsRates = false;
  readonly #sockets: Droppable;
  readonly #changed: () => void;

  constructor({ sockets, changed }: { sockets: Droppable; changed: () => void }) {
    this.#sockets = sockets;
    this.#changed = changed;
  }

  next(method: string, misfortune: Fault): void {
    this.calls.next(method, misfortune);
    this.#changed();
  }

  every(method: string, misfortune: Fault): void {
    this.calls.every(method, misfortune);
    this.#changed();
  }

  nextDelivery(what: AppRequestKind | '*', misfortune: DeliveryFault): void {
    this.deliveries.next(what, misfortune);
    this.#changed();
  }

  everyDelivery(what: AppRequestKind | '*', misfortune: DeliveryFault): void {
    this.deliveries.every(what, misfortune);
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

  dropSockets(how: Drop = 'warning'): void {
    this.#sockets.drop(how);
  }

  off(): void {
    this.refusing = false;
    this.limitsRates = false;
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
      sockets: this.#sockets.size,
    };
  }
}

/** Keeps what shall go wrong, by name, and hands it out one by one: first what is queued, then what stands. `*` fits all. */
export class FaultQueue<T> {
  #queued: { name: string; misfortune: T }[] = [];
  #standing = new Map<string, T>();

  next(name: string, misfortune: T): void {
    this.#queued.push({ name, misfortune });
  }

  every(name: string, misfortune: T): void {
    this.#standing.set(name, misfortune);
  }

  off(): void {
    this.#queued = [];
    this.#standing.clear();
  }

  /** What befalls this one; something queued is used up by it. */
  take(name: string): T | undefined {
    const index = this.#queued.findIndex((one) => one.name === name || one.name === '*');
    const [queued] = index < 0 ? [] : this.#queued.splice(index, 1);
    return queued?.misfortune ?? this.#standing.get(name) ?? this.#standing.get('*');
  }

  get queued(): number {
    return this.#queued.length;
  }

  get standing(): Record<string, T> {
    return Object.fromEntries(this.#standing);
  }
}
