import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ChangeListener, WorkspaceState } from './workspace/state.js';

/** What is saved between starts: the conversation and the app's settings, so that both can continue. */
export interface SavedWorkspace {
  /** The format. Another number comes from another release. */
  readonly version: 1;
  readonly botToken: string;
  readonly signingSecret: string;
  readonly appToken: string;
  /** The port of the Web API. If it is free, the app's SLACK_API_URL and earlier response_urls stay valid. */
  readonly apiPort: number;
  readonly state: WorkspaceState;
}

export interface WorkspaceFile {
  /** What the last process saved; undefined at the first start. */
  readonly saved: SavedWorkspace | undefined;
  /** The new name of a file that could not be read. */
  readonly unreadable: string | undefined;
  /** Saves each change a moment later. @returns a function that saves the last one; await it before the process ends */
  saveChanges(source: Source): () => Promise<void>;
}

interface Source {
  subscribe(listener: ChangeListener): () => void;
  current(): Omit<SavedWorkspace, 'version'>;
}

const pauseMs = 150;
/** Not saved: requests in the journal, simulated failures, and the installation. */
const notSaved = new Set(['call', 'faults', 'app']);

/** Opens the JSON file that keeps a workspace. It is replaced by a rename, so that a crash leaves either the old or the new one. */
export async function openWorkspaceFile(file: string): Promise<WorkspaceFile> {
  await mkdir(dirname(file), { recursive: true });
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const saved = text === undefined ? undefined : parse(text);
  const unreadable = text !== undefined && saved === undefined ? `${file}.unreadable` : undefined;
  if (unreadable !== undefined) await rename(file, unreadable);
  return { saved, unreadable, saveChanges: (source) => saveChanges(file, source) };
}

function parse(text: string): SavedWorkspace | undefined {
  try {
    const saved = JSON.parse(text) as Partial<SavedWorkspace> | null;
    const isComplete =
      saved?.version === 1 && Array.isArray(saved.state?.messages) && Array.isArray(saved.state?.channels);
    return isComplete ? (saved as SavedWorkspace) : undefined;
  } catch {
    return undefined;
  }
}

function saveChanges(file: string, { subscribe, current }: Source): () => Promise<void> {
  let waiting: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  const write = (): Promise<void> => {
    clearTimeout(waiting);
    waiting = undefined;
    // One at a time: two writers would mix their output in the temporary file.
    const before = writing.catch(() => {});
    writing = before.then(async () => {
      const next = `${file}.next`;
      await writeFile(next, JSON.stringify({ version: 1, ...current() } satisfies SavedWorkspace), { mode: 0o600 });
      await rename(next, file);
    });
    return writing;
  };
  const unsubscribe = subscribe(({ kind }) => {
    // On a full disk the last write fails, which is awaited. An earlier one is tried again with the next change.
    if (!notSaved.has(kind)) waiting ??= setTimeout(() => void write().catch(() => {}), pauseMs);
  });
  return async () => {
    unsubscribe();
    await write();
  };
}
