import { Readable, type Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createMcpServer } from './server.js';
import type { McpServices } from './tool.js';

export interface StdioOptions {
  readonly services: McpServices;
  readonly input: AsyncIterable<string | Uint8Array>;
  /** Gets nothing but messages of the protocol. */
  readonly output: Writable;
  readonly stopRequested: AbortSignal;
}

/** Serves an editor that started this process, until it closes the input or the process is asked to stop. Calls in progress get their answers. */
export async function serveStdio({ services, input, output, stopRequested }: StdioOptions): Promise<void> {
  const server = createMcpServer({ services, caller: { kind: 'local' } });
  server.onerror = (error) => services.logger.warn('A message of the editor could not be read', { error });
  const bytes = Readable.from(piecesOf(input));
  const ended = new Promise<void>((resolve) => {
    bytes.once('close', resolve);
    stopRequested.addEventListener('abort', () => resolve(), { once: true });
    if (stopRequested.aborted) resolve();
  });
  const transport = new StdioServerTransport(bytes, output);
  const isAnswered = followCalls(transport);
  await server.connect(transport);
  await ended;
  await isAnswered();
  await server.close();
}

/** The SDK reads bytes. */
async function* piecesOf(input: AsyncIterable<string | Uint8Array>): AsyncGenerator<Buffer> {
  for await (const piece of input) yield Buffer.from(piece);
}

/** Remembers which calls have no answer yet: the SDK drops them when it closes. @returns what waits for all of them */
function followCalls(transport: StdioServerTransport): () => Promise<void> {
  const open = new Set<unknown>();
  let wake = (): void => {};
  const end = (id: unknown): void => {
    open.delete(id);
    if (open.size === 0) wake();
  };
  // The SDK calls what is here before its own.
  transport.onmessage = (message) => {
    if (!('method' in message)) return;
    if ('id' in message) open.add(message.id);
    // It gets no answer.
    else if (message.method === 'notifications/cancelled') end(message.params?.requestId);
  };
  const send = transport.send.bind(transport);
  transport.send = async (message) => {
    await send(message);
    if ('id' in message && !('method' in message)) end(message.id);
  };
  return () =>
    new Promise((resolve) => {
      wake = resolve;
      if (open.size === 0) resolve();
    });
}
