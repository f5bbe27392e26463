/** Numbers texts in the order in which they are first met. */
export class Numbering {
  readonly #numbers = new Map<string, number>();
  readonly #onNew: (text: string) => void;

  /** @param onNew called with each text when it gets its number */
  constructor(onNew: (text: string) => void = () => {}) {
    this.#onNew = onNew;
  }

  get size(): number {
    return this.#numbers.size;
  }

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    this.#onNew(text);
    return number;
  }

  /** By their numbers. */
  texts(): Iterable<string> {
    return this.#numbers.keys();
  }

  /** Each on a line of its own, by number. Words have no line breaks in them. */
  toLines(): string {
    return [...this.texts()].join('\n');
  }
}
