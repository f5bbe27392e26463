import { userInfo } from 'node:os';
import { readDatabaseConfig } from '../../config.js';
import { type AccessToken, type AccessTokenStore, newSecret, PERMISSIONS } from '../../workspaces/access-tokens.js';
import { ONE_WORKSPACE } from '../../workspaces/installations.js';
import { type Arguments, type Command, type Io, UsageError } from '../args.js';
import { chooseWorkspace, type Workspace, withMigratedDatabase } from '../open-database.js';
import { printableLine } from '../text/terminal.js';

export const token: Command = {
  name: 'token',
  operands: 'create | list | revoke NAME',
  summary: 'make, list and revoke tokens of the HTTP API',
  details: [
    'Uses DATABASE_URL, like the server. docs/api.md describes what a program can do with a token.',
    '  guidepost token create --name ci --channels C0123456789,C0123456780 --may start,tick,gate',
    'The token is shown once: only a hash of it is stored. It sees the runs of its channels and of no others.',
    'The API is off until the first token is made. A revoked token is refused at once; revoke also takes its id.',
  ].join('\n'),
  options: {
    name: { value: 'NAME', description: 'create: what people see as the one who did something, such as ci' },
    channels: { value: 'IDS', description: 'create: the ids of the channels, with commas between them' },
    may: { value: 'WHAT', description: `create: some of ${PERMISSIONS.join(',')}; reading is always allowed` },
    workspace: { value: 'ID', description: 'the id of the workspace, where several have installed the app' },
    json: { description: 'create, list: print JSON' },
  },
  run: async (args, io) => {
    const [action, ...rest] = args.operands;
    switch (action) {
      case 'create':
        if (rest.length > 0) throw new UsageError('token create takes only options, as in: --name ci');
        return create(args, io);
      case 'list':
        if (rest.length > 0) throw new UsageError('token list takes only options');
        return withTokens(io, async ({ tokens }) => list(await tokens.list(), args, io));
      case 'revoke': {
        const [nameOrId, ...more] = rest;
        if (nameOrId === undefined || more.length > 0) throw new UsageError('token revoke needs one name or id');
        return revoke(nameOrId, args, io);
      }
      default:
        throw new UsageError('token needs one of create, list and revoke');
    }
  },
};

async function create(args: Arguments, io: Io): Promise<number> {
  const name = readName(args.value('name'));
  const channels = readChannels(args.value('channels'));
  const may = readPermissions(args.value('may'));
  return withTokens(io, async ({ tokens, installed }) => {
    const installation = chooseWorkspace(args.value('workspace'), installed, io);
    const secret = newSecret();
    const made = await tokens.create({ installation, name, channels, may, createdBy: userName(), secret });
    if (made === undefined) {
      io.err(
        `There is a token ${name} already. Choose another name, or revoke it first: guidepost token revoke ${name}\n`,
      );
      return 1;
    }
    if (args.has('json')) {
      io.out(`${JSON.stringify({ token: secret, ...asJson(made) }, null, 2)}\n`);
      return 0;
    }
    io.out(`${secret}\n`);
    // Not on standard output, so that a script can take the token from it.
    io.err(
      `This is ${name}, which may ${made.may.join(', ')} in ${channels.join(', ')}. It is not shown again: keep it as a secret of your pipeline.\n`,
    );
    return 0;
  });
}

function list(all: readonly AccessToken[], args: Arguments, io: Io): number {
  const workspace = args.value('workspace');
  const listed = all.filter(({ installation }) => workspace === undefined || installation === workspace);
  if (args.has('json')) {
    io.out(`${JSON.stringify(listed.map(asJson), null, 2)}\n`);
    return 0;
  }
  if (listed.length === 0) {
    io.out('There are no tokens, so the HTTP API is off. guidepost help token shows how to make one.\n');
    return 0;
  }
  const hasSeveral = new Set(listed.map(({ installation }) => installation)).size > 1;
  const rows = listed.map((each) => [
    each.id,
    printableLine(each.name),
    ...(hasSeveral ? [each.installation] : []),
    each.may.join(','),
    each.channels.join(','),
    `made ${day(each.createdAt)} by ${printableLine(each.createdBy)}`,
    each.revokedAt
      ? `revoked ${minute(each.revokedAt)}`
      : each.lastUsedAt
        ? `last used ${minute(each.lastUsedAt)}`
        : 'never used',
  ]);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows)
    io.out(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  return 0;
}

async function revoke(nameOrId: string, args: Arguments, io: Io): Promise<number> {
  const workspace = args.value('workspace');
  return withTokens(io, async ({ tokens }) => {
    const meant = (await tokens.list()).filter(
      ({ id, installation, name, revokedAt }) =>
        revokedAt === undefined &&
        (id === nameOrId || name === nameOrId) &&
        (workspace === undefined || installation === workspace),
    );
    const [first] = meant;
    if (first === undefined) {
      io.err(`There is no token ${printableLine(nameOrId)} in use. guidepost token list shows them.\n`);
      return 1;
    }
    if (meant.length > 1) {
      const ids = meant.map(({ id, installation }) => `${id} (${installation})`).join(', ');
      io.err(`Several tokens are called ${printableLine(nameOrId)}: ${ids}. Revoke one by its id.\n`);
      return 1;
    }
    await tokens.revoke({ nameOrId: first.id, installation: first.installation });
    io.out(`Revoked ${printableLine(first.name)} (${first.id}). Its requests are refused from now on.\n`);
    return 0;
  });
}

const MAX_NAME = 40;

function readName(name: string | undefined): string {
  if (name === undefined) throw new UsageError('token create needs --name, such as ci: people see it in Slack');
  if (name.length > MAX_NAME || !/^[\p{L}\p{N}](?:[\p{L}\p{N} ._/-]*[\p{L}\p{N}])?$/u.test(name))
    throw new UsageError(
      `--name has 1 to ${MAX_NAME} letters, digits, and between them blanks and . _ / -, such as ci`,
    );
  return name;
}

function readChannels(text: string | undefined): string[] {
  const where = 'in Slack, open the details of the channel; its id is at the bottom';
  const ids = listed(text);
  if (ids.length === 0) throw new UsageError(`token create needs --channels with ids such as C0123456789: ${where}`);
  const wrong = ids.find((id) => !/^[CG][A-Z0-9]{1,20}$/.test(id));
  if (wrong !== undefined)
    throw new UsageError(`--channels has ids such as C0123456789, not ${JSON.stringify(wrong)}: ${where}`);
  return ids;
}

function readPermissions(text: string | undefined): AccessToken['may'] {
  const names = listed(text);
  if (names.length === 0) throw new UsageError(`token create needs --may with some of ${PERMISSIONS.join(',')}`);
  const wrong = names.find((name) => !(PERMISSIONS as readonly string[]).includes(name));
  if (wrong !== undefined)
    throw new UsageError(`--may has some of ${PERMISSIONS.join(',')}, not ${JSON.stringify(wrong)}`);
  return PERMISSIONS.filter((permission) => names.includes(permission));
}

function listed(text = ''): string[] {
  return [...new Set(text.split(/[\s,]+/).filter(Boolean))];
}

/** A container's user may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

function asJson({ installation, createdAt, lastUsedAt, revokedAt, ...more }: AccessToken) {
  return {
    ...more,
    workspace: installation === ONE_WORKSPACE ? null : installation,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

interface Stored {
  readonly tokens: AccessTokenStore;
  readonly installed: readonly Workspace[];
}

async function withTokens(io: Io, work: (stored: Stored) => Promise<number>): Promise<number> {
  const { createAccessTokens } = await import('../../storage/access-tokens.js');
  const { installedWorkspaces } = await import('../../storage/installations.js');
  return withMigratedDatabase(readDatabaseConfig(io.env), async (database) =>
    work({ tokens: createAccessTokens(database), installed: await installedWorkspaces(database) }),
  );
}
