import { readHooksConfig } from '../../config.js';
import { checkAddress, NotEncrypted, PrivateAddress } from '../../hooks/addresses.js';
import { createPost, newMessageId, newSecret, postSigned } from '../../hooks/deliver.js';
import { EVENT_TYPES, type EventType } from '../../hooks/event.js';
import type { Hook, ListedHook } from '../../hooks/store.js';
import { systemClock } from '../../outbox/clock.js';
import { version } from '../../package-file.js';
import { createHookRegistry, type HookRegistry, MAX_HOOKS } from '../../storage/hooks.js';
import { installedWorkspaces } from '../../storage/installations.js';
import { ONE_WORKSPACE } from '../../workspaces/installations.js';
import { createKeyRing } from '../../workspaces/key-ring.js';
import { type Arguments, type Command, type Io, UsageError } from '../args.js';
import { chooseWorkspace, type Workspace, withMigratedDatabase } from '../open-database.js';
import { counted, printableLine } from '../text/terminal.js';

export const hook: Command = {
  name: 'hook',
  operands: 'add URL | list | remove ID | test ID',
  summary: 'tell other programs when a checklist is started, goes on and is complete',
  details: [
    'Sends signed requests to a URL, as docs/hooks.md describes. add shows the signing secret once; list says how each hook is doing;',
    'test sends one request at once, from this machine. Uses DATABASE_URL and TOKEN_KEYS, like the server, which need not be restarted.',
  ].join('\n'),
  options: {
    events: { value: 'EVENTS', description: `${EVENT_TYPES.join(',')}; default: all of them` },
    channels: { value: 'CHANNELS', description: 'ids of channels, such as C0123,C0456; default: all of them' },
    workspace: { value: 'ID', description: 'the id of the workspace, where several have installed the app' },
    'allow-private': { description: 'allow an address in a private network, and http' },
  },
  run: async (args, io) => {
    const [action, operand, ...rest] = args.operands;
    const isList = action === 'list';
    if (!ACTIONS.includes(action ?? '') || rest.length > 0 || isList !== (operand === undefined)) {
      throw new UsageError(
        'hook takes what to do, as in: guidepost hook add https://…, hook list, hook remove hook_…, or hook test hook_…',
      );
    }
    const given = ['events', 'channels', 'workspace', 'allow-private'].find(args.has);
    if (action !== 'add' && given !== undefined) throw new UsageError(`--${given} belongs to hook add`);
    if (operand === undefined) return withHooks(io, ({ hooks }) => list(hooks, io));
    if (action === 'add') return add(operand, args, io);
    return withHooks(io, ({ hooks }) => (action === 'remove' ? remove(hooks, operand, io) : test(hooks, operand, io)));
  },
};

const ACTIONS = ['add', 'list', 'remove', 'test'];

interface Stored {
  readonly hooks: HookRegistry;
  readonly installed: readonly Workspace[];
}

async function withHooks(io: Io, work: (stored: Stored) => Promise<number>): Promise<number> {
  const { database: target, tokenKeys } = readHooksConfig(io.env);
  return withMigratedDatabase(target, async (database) => {
    const hooks = createHookRegistry(database, tokenKeys && createKeyRing(tokenKeys));
    return work({ hooks, installed: await installedWorkspaces(database) });
  });
}

async function add(text: string, args: Arguments, io: Io): Promise<number> {
  const wanted = readHook(text, args);
  const refused = wanted.allowPrivate ? undefined : await whyRefused(new URL(wanted.url));
  if (refused !== undefined) {
    io.err(`${refused}\n`);
    return 1;
  }
  return withHooks(io, async ({ hooks, installed }) => {
    const installation = chooseWorkspace(args.value('workspace'), installed, io);
    const secret = newSecret();
    const added = await hooks.add({ ...wanted, installation }, secret);
    if (added === undefined) {
      io.err(`There are ${MAX_HOOKS} hooks already. Remove one first: guidepost hook list\n`);
      return 1;
    }
    const { channels, events, id, url } = added;
    const where = channels === undefined ? 'in all channels' : `in ${channels.join(', ')}`;
    io.out(`${id} tells ${shownUrl(url)} about ${events.join(', ')} ${where}.\n`);
    io.out(`Its signing secret, which is not shown again:\n\n  ${secret}\n\nTo try it: guidepost hook test ${id}\n`);
    return 0;
  });
}

/** @throws UsageError */
function readHook(text: string, args: Arguments): Omit<Hook, 'id' | 'installation'> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const allowPrivate = args.has('allow-private');
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) {
    throw new UsageError('hook add needs an address that begins with https://');
  }
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new UsageError(
      'the address of a hook has no user, password or # in it: receivers check the signature instead',
    );
  }
  const events = valuesOf(args, 'events') ?? EVENT_TYPES;
  const unknown = events.find((event) => !EVENT_TYPES.some((type) => type === event));
  if (unknown !== undefined || events.length === 0) {
    throw new UsageError(`--events takes ${EVENT_TYPES.join(', ')}${unknown === undefined ? '' : `, not ${unknown}`}`);
  }
  const channels = valuesOf(args, 'channels');
  if (channels && (channels.length === 0 || !channels.every((channel) => /^[CDG][A-Z0-9]{2,99}$/.test(channel)))) {
    throw new UsageError(
      '--channels takes ids such as C0123ABCD, with commas between them; Slack shows the id at the end of a channel’s details',
    );
  }
  return {
    url: url.href,
    events: EVENT_TYPES.filter((type): type is EventType => events.includes(type)),
    ...(channels && { channels }),
    allowPrivate,
  };
}

/** The values of an option with commas between them, each once. */
function valuesOf(args: Arguments, option: string): string[] | undefined {
  if (!args.has(option)) return undefined;
  const values = args.values(option).flatMap((value) => value.split(','));
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))];
}

async function whyRefused(url: URL): Promise<string | undefined> {
  try {
    await checkAddress(url);
    return undefined;
  } catch (error) {
    if (error instanceof NotEncrypted) {
      return 'Requests go over https only. For a test on this machine, add --allow-private.';
    }
    if (error instanceof PrivateAddress) {
      return `${printableLine(url.host)} cannot be used: ${error.message}. If it is meant, add --allow-private.`;
    }
    return `The host ${printableLine(url.host)} was not found. Check the address.`;
  }
}

async function list(hooks: HookRegistry, io: Io): Promise<number> {
  const all = await hooks.list();
  io.out(
    all.length === 0 ? 'There are no hooks. To add one: guidepost hook add URL\n' : all.map(describeHook).join('\n'),
  );
  return 0;
}

async function remove(hooks: HookRegistry, id: string, io: Io): Promise<number> {
  if (!(await hooks.remove(id))) return unknownHook(id, io);
  io.out(`${id} is removed. What it was still to be told is not sent.\n`);
  return 0;
}

async function test(hooks: HookRegistry, id: string, io: Io): Promise<number> {
  const found = await hooks.find(id);
  if (found === undefined) return unknownHook(id, io);
  const { hook, secret } = found;
  if (secret === undefined) {
    io.err(
      `The signing secret of ${id} cannot be decrypted: set TOKEN_KEYS as for the server, or add the hook again.\n`,
    );
    return 1;
  }
  const body = JSON.stringify({ type: 'hook.test', timestamp: new Date().toISOString(), data: {} });
  const result = await postSigned(
    { id: newMessageId(), body },
    { ...hook, secret },
    { post: createPost(), clock: systemClock, userAgent: `Guidepost/${version()}` },
    AbortSignal.any([]),
  );
  if (result.kind === 'delivered') {
    io.out(`${shownUrl(hook.url)} accepted a signed request of the type hook.test.\n`);
    return 0;
  }
  io.err(`${shownUrl(hook.url)} did not accept it: ${result.kind === 'gone' ? 'HTTP 410' : result.reason}.\n`);
  return 1;
}

function unknownHook(id: string, io: Io): number {
  io.err(`There is no hook ${printableLine(id)}. guidepost hook list shows them.\n`);
  return 1;
}

/** An address without its query, which may contain a secret. */
export function shownUrl(text: string): string {
  const { origin, pathname, search } = new URL(text);
  return printableLine(`${origin}${pathname}${search === '' ? '' : '?…'}`);
}

/** What a hook is for, and how it is doing, in some lines. */
function describeHook(hook: ListedHook): string {
  const { allowPrivate, channels, createdAt, deliveredAt, events, id, installation, url } = hook;
  const rows: [string, string][] = [
    ['events', events.join(', ')],
    ['channels', channels?.join(', ') ?? 'all'],
    ...(installation === ONE_WORKSPACE ? [] : [['workspace', installation] as [string, string]]),
    ...(allowPrivate ? [['network', 'private addresses and http are allowed'] as [string, string]] : []),
    ['added', createdAt.toISOString()],
    ['delivered', deliveredAt === undefined ? 'nothing yet' : `last at ${deliveredAt.toISOString()}`],
    ['state', stateOf(hook)],
  ];
  return [`${id}  ${shownUrl(url)}`, ...rows.map(([name, value]) => `  ${name.padEnd(9)}  ${value}`), ''].join('\n');
}

/** How a hook is doing, in one line. */
export function stateOf({ disabled, givenUp, isReadable, lastError, waiting, waitingSince }: ListedHook): string {
  if (disabled) return `switched off at ${disabled.at.toISOString()}: ${disabled.reason}`;
  return [
    ...(isReadable ? [] : ['its signing secret cannot be decrypted']),
    ...(waiting > 0 && waitingSince
      ? [`${counted(waiting, 'event')} waiting, the oldest since ${waitingSince.toISOString()}`]
      : ['nothing waiting']),
    ...(givenUp > 0 ? [`${counted(givenUp, 'event')} given up in the last 30 days`] : []),
    ...(lastError === undefined ? [] : [`last error: ${printableLine(lastError)}`]),
  ].join('; ');
}
