import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Io } from '../../src/cli/args.js';
import { run } from '../../src/cli/run.js';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, with its own folder and environment. */
export async function runInProcess(
  args: readonly string[],
  {
    cwd = tmpdir(),
    env = {},
    stdin = [],
    columns,
    stop = AbortSignal.abort(),
    now = new Date(),
    onErr,
  }: {
    cwd?: string;
    env?: Record<string, string>;
    stdin?: readonly (string | Uint8Array)[];
    columns?: number;
    /** Aborted when the process is asked to stop. */
    stop?: AbortSignal;
    now?: Date;
    onErr?: (text: string) => void;
  } = {},
): Promise<Outcome> {
  let [out, err] = ['', ''];
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
      onErr?.(text);
    },
    stdin: (async function* () {
      yield* stdin;
    })(),
    env,
    cwd,
    now: () => now,
    ...(columns === undefined ? {} : { terminal: { columns } }),
    stopRequested: () => stop,
  };
  const code = await run(args, io);
  return { code, out, err };
}

/** A new folder with some files: path → text. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'guidepost-cli-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}
