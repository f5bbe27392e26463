import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ChangeListener, WorkspaceState } from './workspace/state.js';

/** What outlives the process: the conversation, and what the app was told, so that both go on together. */
export interface SavedWorkspace {
  /** Of this shape; another number is of another release. */
  readonly version: 1;
  readonly botToken: string;
  readonly signingSecret: string;
  readonly appToken: string;
  /** Where the Web API listened: the app's SLACK_API_URL and old response_urls hold good where it is free again. */
  readonly apiPort: number;
  readonly state: WorkspaceState;
}

export interface WorkspaceFile {
  /** What an earlier process left, or undefined at the first start. */
  readonly earlier: SavedWorkspace | undefined;
  /** Where a file that cannot be read was put aside. */
  readonly setAside: string | undefined;
  /** Writes what changes, a moment after it changed. @returns what writes the last of it; await it before the process ends */
  follow(source: Source): () => Promise<void>;
}

interface Source {
  subscribe(listener: ChangeListener): () => void;
  present(): Omit<SavedWorkspace, 'version'>;
}

const pauseMs = 150;
/** Changes that are nothing to keep: what goes over the wire, and what is switched on for now. */
const fleeting = new Set(['call', 'trouble', 'app']);

/** Keeps a workspace in a JSON file. It is replaced as a whole by a rename, so that a crash leaves the old one or the new one. */
export async function openWorkspaceFile(file: string): Promise<WorkspaceFile> {
  await mkdir(dirname(file), { recursive: true });
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const earlier = text === undefined ? undefined : parse(text);
  const setAside = text !== undefined && earlier === undefined ? `${file}.unreadable` : undefined;
  if (setAside !== undefined) await rename(file, setAside);
  return { earlier, setAside, follow: (source) => follow(file, source) };
}

function parse(text: string): SavedWorkspace | undefined {
  try {
    const kept = JSON.parse(text) as Partial<SavedWorkspace> | null;
    const whole = kept?.version === 1 && Array.isArray(kept.state?.messages) && Array.isArray(kept.state?.channels);
    return whole ? (kept as SavedWorkspace) : undefined;
  } catch {
    return undefined;
  }
}

function follow(file: string, { subscribe, present }: Source): () => Promise<void> {
  let waiting: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  const write = (): Promise<void> => {
    clearTimeout(waiting);
    waiting = undefined;
    // One after the other: two writers of one temporary file would mix.
    const before = writing.catch(() => {});
    writing = before.then(async () => {
      const next = `${file}.next`;
      await writeFile(next, JSON.stringify({ version: 1, ...present() } satisfies SavedWorkspace), { mode: 0o600 });
      await rename(next, file);
    });
    return writing;
  };
  const unsubscribe = subscribe(({ kind }) => {
    // A disk that is full fails the last write, which is awaited; one in between is made again by the next change.
    if (!fleeting.has(kind)) waiting ??= setTimeout(() => void write().catch(() => {}), pauseMs);
  });
  return async () => {
    unsubscribe();
    await write();
  };
}
