/** The process around a command, handed in so that commands can be run in a test. */
export interface Io {
  readonly out: (text: string) => void;
  /** Where a server's log goes, where it may be written beside its answers. */
  readonly logDescriptor?: number;
  readonly err: (text: string) => void;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths begin. */
  readonly cwd: string;
  /** What is known of the screen; absent where the output goes to a file or another program. */
  readonly terminal?: { readonly columns: number };
  /** Aborted when the process is asked to stop; only commands that run until then ask for it. */
  readonly stopRequested: () => AbortSignal;
}
