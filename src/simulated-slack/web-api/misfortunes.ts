/** Keeps what shall go wrong, by name, and hands it out one by one: first what is queued, then what stands. `*` fits all. */
export class Misfortunes<T> {
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
