import { connect } from 'node:net';

const HEAD = 'POST /slack/events HTTP/1.1\r\nhost: x\r\n';
const BODY = `${HEAD}x-slack-signature: v0=0\r\nx-slack-request-timestamp: `;

/** As many connections that send a byte of a head, or of a body, now and then; one that is cut off is opened anew. */
export function openSlowCallers(port, count) {
  const open = new Set();
  let isOver = false;
  let cutOff = 0;
  const call = (number) => {
    if (isOver) return;
    const socket = connect(port, '127.0.0.1');
    open.add(socket);
    socket.on('error', () => {});
    socket.on('connect', () =>
      socket.write(
        number % 2 === 0 ? HEAD : `${BODY}${Math.floor(Date.now() / 1_000)}\r\ncontent-length: 900000\r\n\r\n`,
      ),
    );
    const dripping = setInterval(() => socket.write(number % 2 === 0 ? 'x-a: b\r\n' : 'a'), 500);
    socket.on('close', () => {
      clearInterval(dripping);
      open.delete(socket);
      cutOff += 1;
      setTimeout(call, 100, number);
    });
  };
  for (let number = 0; number < count; number += 1) call(number);
  return {
    cutOff: () => cutOff,
    stop: () => {
      isOver = true;
      for (const socket of open) socket.destroy();
    },
  };
}
