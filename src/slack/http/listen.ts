import type { Server } from 'node:http';

/** Resolves with the port, once the server listens. @throws Error where it cannot, such as EADDRINUSE */
export async function listen(server: Server, where: { port: number; host?: string }): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return address.port;
}
