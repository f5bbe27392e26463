import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A proxy to a database that can be cut: to its clients the server has stopped. Others on the same server notice nothing. */
export async function startConnectionCutter(databaseUrl) {
  const target = new URL(databaseUrl);
  const open = new Set();
  let isCut = false;
  const keep = (socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  };
  const server = createServer((socket) => {
    keep(socket);
    if (isCut) return socket.destroy();
    const onwards = connect(Number(target.port || 5432), target.hostname);
    keep(onwards);
    socket.pipe(onwards).pipe(socket);
    socket.on('close', () => onwards.destroy());
    onwards.on('close', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = `${server.address().port}`;
  const cut = () => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  return {
    url: url.href,
    cut,
    restore: () => {
      isCut = false;
    },
    stop: async () => {
      cut();
      server.close();
    },
  };
}
