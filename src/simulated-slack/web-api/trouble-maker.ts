import type { AppRequestKind } from '../delivery/journal-entry.js';
import { Misfortunes } from './misfortunes.js';
import type { DeliveryMisfortune, Misfortune, PresentTrouble, Trouble } from './trouble.js';

type Drop = NonNullable<Parameters<Trouble['dropSockets']>[0]>;

/** What of Socket Mode trouble has to do with. */
export interface Droppable {
  readonly size: number;
  drop(how: Drop): void;
}

/** Keeps what shall go wrong, and says when that changes. */
export class TroubleMaker implements Trouble {
  readonly calls = new Misfortunes<Misfortune>();
  readonly deliveries = new Misfortunes<DeliveryMisfortune>();
  refusing = false;
  limitsRates = false;
  readonly #sockets: Droppable;
  readonly #changed: () => void;

  constructor({ sockets, changed }: { sockets: Droppable; changed: () => void }) {
    this.#sockets = sockets;
    this.#changed = changed;
  }

  next(method: string, misfortune: Misfortune): void {
    this.calls.next(method, misfortune);
    this.#changed();
  }

  every(method: string, misfortune: Misfortune): void {
    this.calls.every(method, misfortune);
    this.#changed();
  }

  nextDelivery(what: AppRequestKind | '*', misfortune: DeliveryMisfortune): void {
    this.deliveries.next(what, misfortune);
    this.#changed();
  }

  everyDelivery(what: AppRequestKind | '*', misfortune: DeliveryMisfortune): void {
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

  get present(): PresentTrouble {
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
