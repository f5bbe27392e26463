import { connect } from 'node:net';

const CHUNKED_END = Buffer.from('\r\n0\r\n\r\n');
const HEAD_END = Buffer.from('\r\n\r\n');

/** A connection that is kept alive and asks one thing after the other: cheap, so that the server is what is measured. */
export function openConnection(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let received = Buffer.alloc(0);
    let waiting;
    const settle = (value) => {
      const { done } = waiting ?? {};
      waiting = undefined;
      received = Buffer.alloc(0);
      done?.(value);
    };
    const fail = (error) => {
      waiting?.failed(error);
      waiting = undefined;
      reject(error);
    };
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const end = received.indexOf(HEAD_END);
      if (end === -1 || !isWhole(received, end)) return;
      settle({ status: Number(received.toString('latin1', 9, 12)), body: received.toString('utf8', end + 4) });
    });
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('The server closed the connection')));
    socket.once('connect', () =>
      resolve({
        ask: (request) =>
          new Promise((done, failed) => {
            waiting = { done, failed };
            socket.write(request);
          }),
        close: () => socket.destroy(),
      }),
    );
  });
}

function isWhole(received, headEnd) {
  const head = received.toString('latin1', 0, headEnd).toLowerCase();
  const length = /content-length: (\d+)/.exec(head)?.[1];
  if (length !== undefined) return received.length >= headEnd + 4 + Number(length);
  return (
    received.subarray(-CHUNKED_END.length).equals(CHUNKED_END) ||
    received.subarray(headEnd + 4).equals(CHUNKED_END.subarray(2))
  );
}
