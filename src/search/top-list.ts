/** The best of many, each a number with what it is ordered by; of equals the one that was offered first. Used again and again. */
export class TopList {
  readonly #numbers: Int32Array;
  readonly #orders: Float64Array;
  #length = 0;

  /** @param most How many are kept */
  constructor(most: number) {
    this.#numbers = new Int32Array(most);
    this.#orders = new Float64Array(most);
  }

  clear(): void {
    this.#length = 0;
  }

  offer(number: number, order: number): void {
    const numbers = this.#numbers;
    const orders = this.#orders;
    const isFull = this.#length === orders.length;
    if (isFull && order <= (orders[this.#length - 1] ?? 0)) return;
    let place = isFull ? this.#length - 1 : this.#length++;
    for (; place > 0 && order > (orders[place - 1] ?? 0); place--) {
      numbers[place] = numbers[place - 1] ?? 0;
      orders[place] = orders[place - 1] ?? 0;
    }
    numbers[place] = number;
    orders[place] = order;
  }

  /** The best first. */
  numbers(): number[] {
    return Array.from(this.#numbers.subarray(0, this.#length));
  }
}
