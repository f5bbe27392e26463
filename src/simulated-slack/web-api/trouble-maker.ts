import type { Misfortune, Trouble } from './trouble.js';

/** Keeps what shall go wrong, and hands it out call by call. */
export class TroubleMaker implements Trouble {
  refusing = false;
  #queued: { method: string; misfortune: Misfortune }[] = [];
  #standing = new Map<string, Misfortune>();

  next(method: string, misfortune: Misfortune): void {
    this.#queued.push({ method, misfortune });
  }

  every(method: string, misfortune: Misfortune): void {
    this.#standing.set(method, misfortune);
  }

  refuseConnections(refuse: boolean): void {
    this.refusing = refuse;
  }

  off(): void {
    this.refusing = false;
    this.#queued = [];
    this.#standing.clear();
  }

  /** What befalls this call; something queued is used up by it. */
  take(method: string): Misfortune | undefined {
    const index = this.#queued.findIndex((one) => one.method === method || one.method === '*');
    const [queued] = index < 0 ? [] : this.#queued.splice(index, 1);
    return queued?.misfortune ?? this.#standing.get(method) ?? this.#standing.get('*');
  }
}
