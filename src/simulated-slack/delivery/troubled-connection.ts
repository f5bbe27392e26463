import { setTimeout as wait } from 'node:timers/promises';
import type { TroubleMaker } from '../web-api/trouble-maker.js';
import type { AppConnection, Delivery, Reply } from './app-connection.js';

const timeout: Reply = { kind: 'operation_timeout' };

/** The way to the app with what shall go wrong on it. */
export class TroubledConnection implements AppConnection {
  constructor(
    private readonly way: AppConnection,
    private readonly trouble: TroubleMaker,
    private readonly deadlineMs: number,
  ) {}

  async send(delivery: Delivery): Promise<Reply> {
    const { delayMs = 0, loseReply = false, repeat = 0 } = this.trouble.deliveries.take(delivery.what) ?? {};
    const sent = this.#after(delayMs, delivery);
    // Repeats go out beside the first, as they do when Slack's servers do not know of each other.
    for (let n = 0; n < repeat; n += 1) void this.#after(delayMs, delivery);
    const late = delayMs < this.deadlineMs ? [] : [wait(this.deadlineMs, timeout, { ref: false })];
    const reply = await Promise.race([sent, ...late]);
    return loseReply ? timeout : reply;
  }

  async #after(delayMs: number, delivery: Delivery): Promise<Reply> {
    if (delayMs > 0) await wait(delayMs, undefined, { ref: false });
    return await this.way.send(delivery);
  }
}
