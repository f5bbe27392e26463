import { type ChildProcess, spawn } from 'node:child_process';

export interface ProgramRun {
  /** As typed. Without any sign of the shell it is split at spaces and started directly; otherwise `sh -c` runs it. */
  readonly command: string;
  readonly input: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  /** Receives what it writes to standard error. */
  readonly onError: (text: string) => void;
  /** Aborted when the program must stop. */
  readonly stop: AbortSignal;
}

export type ProgramResult =
  | { readonly kind: 'answer'; readonly output: string }
  | { readonly kind: 'failed'; readonly reason: string }
  /** It cannot be started, for this input or any other. */
  | { readonly kind: 'not-found'; readonly reason: string }
  | { readonly kind: 'stopped' };

/** Twelve phrases have less than one. */
const MAX_OUTPUT_BYTES = 64 * 1024;
/** Between asking a program to stop and stopping it. */
const GRACE_MS = 2_000;

const SHELL_SIGNS = /[|&;<>()$`\\"'*?[\]#~%!{}=\n]/;

/** Runs a program with a text as its standard input. */
export function runProgram({ command, input, cwd, env, timeoutMs, onError, stop }: ProgramRun): Promise<ProgramResult> {
  const [file = '', ...args] = SHELL_SIGNS.test(command) ? ['sh', '-c', command] : command.trim().split(/\s+/);
  return new Promise((resolve) => {
    if (stop.aborted) return resolve({ kind: 'stopped' });
    // In a process group of its own, so that everything that it starts can be stopped with it.
    const child = spawn(file, args, { cwd, env, stdio: 'pipe', detached: process.platform !== 'win32' });
    let early: ProgramResult | undefined;
    let timer: NodeJS.Timeout | undefined;
    const end = (result: ProgramResult): void => {
      if (early !== undefined) return;
      early = result;
      signalAll(child, 'SIGTERM');
      clearTimeout(timer);
      timer = setTimeout(() => {
        signalAll(child, 'SIGKILL');
        // What has left the group may hold them open.
        child.stdout.destroy();
        child.stderr.destroy();
      }, GRACE_MS);
    };
    const seconds = timeoutMs / 1000;
    const late = `it did not answer within ${seconds} second${seconds === 1 ? '' : 's'}`;
    timer = setTimeout(() => end({ kind: 'failed', reason: late }), timeoutMs);
    const onStop = (): void => end({ kind: 'stopped' });
    stop.addEventListener('abort', onStop, { once: true });

    const finish = (result: ProgramResult): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
      resolve(result);
    };
    const output: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_OUTPUT_BYTES) output.push(chunk);
      else end({ kind: 'failed', reason: `it wrote more than ${MAX_OUTPUT_BYTES / 1024} KiB` });
    });
    child.stderr.setEncoding('utf8').on('data', onError);
    // It may not read its input.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.once('error', (error: NodeJS.ErrnoException) => {
      finish({ kind: 'not-found', reason: `${file} cannot be started: ${explain(error)}` });
    });
    // What it started in the background may hold its output open for ever.
    child.once('exit', () => signalAll(child, 'SIGKILL'));
    child.once('close', (code, signal) => {
      if (early !== undefined) return finish(early);
      if (code === 0) return finish({ kind: 'answer', output: Buffer.concat(output).toString('utf8') });
      finish({ kind: 'failed', reason: code === null ? `it was ended by ${signal}` : `it exited with ${code}` });
    });
  });
}

function explain({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such program. Check the name and PATH.';
  return code === 'EACCES' ? 'it is not a program that you may run.' : message;
}

function signalAll(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has ended.
  }
}
