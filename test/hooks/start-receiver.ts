import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a receiver got. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly id: string;
  readonly type: string;
  /** The `data` of the payload. */
  // biome-ignore lint/suspicious/noExplicitAny: what it has depends on the type
  readonly data: any;
}

/** A status, or what to do with the response. */
export type Answer = number | ((response: ServerResponse) => void);

/** A real HTTP server that gets the requests of a hook. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** What the next requests get, in their order; afterwards `otherwise`. */
  next(...answers: Answer[]): void;
  /** What every other request gets; 204 at first. */
  otherwise(answer: (request: Received) => Answer): void;
  /** Resolves when it has got so many requests. */
  until(count: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answers: Answer[] = [];
  let fallback: (request: Received) => Answer = () => 204;
  let waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const headers = request.headers as Record<string, string>;
    const { data, type } = JSON.parse(body);
    const one: Received = { headers, body, id: headers['webhook-id'] ?? '', type, data };
    received.push(one);
    const answer = answers.shift() ?? fallback(one);
    if (typeof answer === 'number') response.writeHead(answer).end();
    else answer(response);
    for (const look of waiting) look();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/guidepost`,
    received,
    next: (...more) => answers.push(...more),
    otherwise: (answer) => {
      fallback = answer;
    },
    until: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (received.length < count) return;
          waiting = waiting.filter((each) => each !== look);
          resolve();
        };
        waiting.push(look);
        look();
      }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
