import { spawn } from 'node:child_process';

/** The server as a child: started again on demand, asked to read the guide again, stopped. */
export const createServer = ({ args, cwd, say }) => {
  let child;
  let ended = Promise.resolve();

  const start = () => {
    // Through a pipe, because in a terminal the server takes SIGHUP for the end of the terminal.
    const started = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    started.stdout.pipe(process.stdout, { end: false });
    child = started;
    ended = new Promise((resolve) => {
      started.once('close', (code) => {
        if (child === started) {
          child = undefined;
          say(`the server ended with ${code}; it starts again when a file changes`);
        }
        resolve();
      });
    });
  };

  const stop = async () => {
    const stopping = child;
    child = undefined;
    if (stopping === undefined) return;
    stopping.kill('SIGTERM');
    const patience = setTimeout(() => stopping.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(patience);
  };

  return {
    stop,
    async restart() {
      await stop();
      start();
    },
    /** Reads the guide again, or starts where a mistake in the guide had kept the server from starting. */
    reload() {
      if (child === undefined) start();
      else child.kill('SIGHUP');
    },
  };
};
