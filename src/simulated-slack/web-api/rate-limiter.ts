import { perMinute, postsPerSecond } from '../limits/rate-tiers.js';
import type { JsonObject } from '../workspace/state.js';

/** Counts calls as Slack does, by method, and for `chat.postMessage` by channel. */
export class RateLimiter {
  readonly #taken = new Map<string, number[]>();

  /** @returns undefined where the call may go on, which counts it; otherwise the seconds of `Retry-After` */
  take(method: string, args: JsonObject, now: number): number | undefined {
    const posts = method === 'chat.postMessage';
    const most = posts ? postsPerSecond : perMinute[method];
    if (most === undefined) return undefined;
    const windowMs = posts ? 1_000 : 60_000;
    const name = posts ? `${method} ${String(args.channel)}` : method;
    const recent = (this.#taken.get(name) ?? []).filter((at) => at > now - windowMs);
    this.#taken.set(name, recent);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= most) return Math.max(1, Math.ceil((oldest + windowMs - now) / 1_000));
    recent.push(now);
    return undefined;
  }

  clear(): void {
    this.#taken.clear();
  }
}
