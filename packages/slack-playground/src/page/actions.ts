import type { Channel, ElementRef, Reply, SurfaceRef, TypedText, WorkspaceView } from '../protocol.js';
import { type ConfirmWords, confirmFirst } from './dom/dialogs.js';
import { send } from './server.js';

export interface Actor {
  press(surface: SurfaceRef, target: ElementRef, confirm?: ConfirmWords): Promise<void>;
  choose(
    surface: SurfaceRef,
    target: ElementRef,
    choice: string | readonly string[],
    confirm?: ConfirmWords,
  ): Promise<void>;
  /** The options of an external select, or why there are none. */
  suggest(surface: SurfaceRef, target: ElementRef, query: string): Promise<NonNullable<Reply['options']> | string>;
  /** Uses a shortcut of the app, global or for a message. */
  shortcut(callbackId: string, message?: MessageName): Promise<void>;
  submit(dialog: string): Promise<void>;
  close(dialog: string, all: boolean): Promise<void>;
}

export interface MessageName {
  readonly channel: string;
  readonly ts: string;
}

/** The key for failures that belong to no message or dialog. */
export const windowKey = 'window';

interface Options {
  person(): string;
  app(): string;
  readonly state: WindowState;
  redraw(): void;
}

/** Does what a person presses and chooses. The page shows what is in progress, and then what failed. */
export function actor({ person, app, state, redraw }: Options): Actor {
  const carryOut = async (key: string, work: string, request: () => Promise<Reply>) => {
    const mark = `${key} ${work}`;
    if (state.pending.has(mark)) return;
    state.pending.add(mark);
    state.failures.delete(key);
    redraw();
    const failure = describeOutcome(await request(), app());
    state.pending.delete(mark);
    if (failure !== undefined) state.failures.set(key, failure);
    redraw();
  };
  const typedIn = (key: string): TypedText[] =>
    [...(state.drafts.get(key)?.values() ?? [])].map(({ target, text }) => ({ ...target, text }));

  return {
    async press(surface, target, confirm) {
      if (confirm && !(await confirmFirst(confirm))) return;
      const key = surfaceKey(surface);
      const request = { person: person(), surface, target, typed: typedIn(key) };
      await carryOut(key, elementKey(target), () => send('/api/press', request));
    },
    async choose(surface, target, choice, confirm) {
      const key = surfaceKey(surface);
      if (confirm && !(await confirmFirst(confirm))) {
        // Redraw the field, which still shows the choice that was cancelled.
        state.drawings.set(key, (state.drawings.get(key) ?? 0) + 1);
        redraw();
        return;
      }
      const request = { person: person(), surface, target, choice, typed: typedIn(key) };
      await carryOut(key, elementKey(target), () => send('/api/choose', request));
    },
    async suggest(surface, target, query) {
      const reply = await send('/api/suggest', { person: person(), surface, target, query });
      return reply.options ?? describeOutcome(reply, app()) ?? 'No results';
    },
    shortcut: (callbackId, message) =>
      carryOut(message ? `${message.channel}/${message.ts}` : windowKey, `shortcut ${callbackId}`, () =>
        send('/api/shortcut', { person: person(), callbackId, ...(message && { message }) }),
      ),
    submit: (dialog) =>
      carryOut(dialog, 'submit', () =>
        send('/api/dialog/submit', { person: person(), dialog, typed: typedIn(dialog) }),
      ),
    close: (dialog, all) =>
      carryOut(dialog, 'close', () => send('/api/dialog/close', { person: person(), dialog, all })),
  };
}

/** Whether a line starts with one of the app's commands. Anything else is chat. */
export function isCommand({ commands }: Pick<WorkspaceView, 'commands'>, line: string): boolean {
  return commands.some(({ command }) => command === line.split(/\s/)[0]);
}

/** What failed, and whether Slack has already posted it in the channel, as it does for a command without an answer. */
export interface LineFailure {
  readonly words: string;
  readonly isSaidInChannel: boolean;
}

/** Sends what a person wrote: a command to the app, anything else to the channel or, with `threadTs`, to a thread. */
export async function sendLine(
  workspace: WorkspaceView,
  { id: channel }: Channel,
  line: string,
  threadTs?: string,
): Promise<LineFailure | undefined> {
  const { person, app } = workspace;
  const isToApp = isCommand(workspace, line);
  if (isToApp && threadTs !== undefined) {
    return { words: `${line.split(/\s/)[0]} does not work in threads.`, isSaidInChannel: false };
  }
  const reply = isToApp
    ? await send('/api/command', { person, channel, line })
    : await send('/api/say', { person, channel, text: line, ...(threadTs !== undefined && { threadTs }) });
  const words = describeOutcome(reply, app.name);
  if (words === undefined) return undefined;
  return { words, isSaidInChannel: !['unreachable', 'refused', 'changed'].includes(reply.outcome) };
}

const fine = new Set(['ok', 'closed', 'cleared', 'updated', 'pushed', 'errors']);

/** What went wrong, in words and with Slack's error code; undefined if nothing did. */
export function describeOutcome({ outcome, detail }: Reply, app: string): string | undefined {
  if (fine.has(outcome)) return undefined;
  switch (outcome) {
    case 'operation_timeout':
      return `${app} did not answer within 3 seconds (operation_timeout).`;
    case 'dispatch_failed':
      return `Could not reach ${app} (dispatch_failed). Is it running?`;
    case 'http_client_error':
    case 'http_service_error':
      return `${app} replied with an error: ${detail ?? 'no status'} (${outcome}).`;
    case 'no_options':
      return detail ?? `${app} sent no options.`;
    case 'unreachable':
      return 'The playground’s server is not responding. Is it still running?';
    case 'changed':
    case 'refused':
      return detail ?? 'Something went wrong. Try again.';
    default:
      return `Slack would reject ${app}’s reply (${outcome})${detail ? `: ${detail}` : '.'}`;
  }
}

/** What only this page knows: what is in progress, what failed, what was typed but not sent. */
export interface WindowState {
  readonly pending: Set<string>;
  /** The last failure of each surface. */
  readonly failures: Map<string, string>;
  /** Text that was typed but not sent, by surface and element. */
  readonly drafts: Map<string, Map<string, { readonly target: ElementRef; readonly text: string }>>;
  /** A counter per surface. Raising it redraws the surface when nothing else has changed, after a cancelled choice. */
  readonly drawings: Map<string, number>;
  /** Which of an element's buttons stays pressed, by surface and element. Slack does not tell the app about this. */
  readonly pressed: Map<string, string>;
}

export function windowState(): WindowState {
  return {
    pending: new Set(),
    failures: new Map(),
    drafts: new Map(),
    drawings: new Map(),
    pressed: new Map(),
  };
}

export function surfaceKey(surface: SurfaceRef): string {
  return surface.kind === 'message' ? `${surface.channel}/${surface.ts}` : surface.id;
}

export function elementKey({ blockId, actionId, value = '' }: ElementRef): string {
  return JSON.stringify([blockId, actionId, value]);
}

/** What can change on a surface while its blocks stay the same. The surface is redrawn when this changes. */
export function surfaceSignature(workspace: WorkspaceView, state: WindowState, key: string): unknown[] {
  return [
    workspace.inputs[key],
    [...state.pending].filter((mark) => mark.startsWith(`${key} `)),
    state.failures.get(key),
    state.drawings.get(key),
    [...state.pressed].filter(([name]) => name.startsWith(`${key} `)),
  ];
}
