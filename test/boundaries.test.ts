import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { packageFile } from '../src/package-file.js';

/** Who may import whom. A folder may always import from itself, and the small interfaces of telemetry as types. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  guide: [],
  git: [],
  workspaces: [],
  config: [],
  telemetry: [],
  search: ['guide'],
  checklist: ['guide'],
  outbox: ['checklist'],
  asks: ['checklist', 'outbox'],
  channels: ['outbox'],
  answer: ['guide', 'search', 'checklist', 'asks'],
  api: ['answer', 'asks', 'guide', 'checklist', 'outbox', 'workspaces'],
  mcp: ['answer', 'asks', 'guide', 'checklist', 'api', 'workspaces'],
  hooks: ['checklist', 'outbox'],
  reviews: ['guide', 'outbox'],
  storage: ['checklist', 'outbox', 'workspaces', 'hooks', 'reviews', 'asks', 'channels'],
  slack: ['answer', 'guide', 'checklist', 'outbox', 'workspaces', 'reviews', 'asks', 'channels'],
};

/** Entry points and wiring, like the files outside the folders: they may import everything, and nothing may import them. */
const COMPOSITION = ['wiring', 'cli', 'playground', 'guide-worker'];

/** Packages that only these folders may import. */
const OWNERS: readonly { readonly packages: RegExp; readonly folders: readonly string[] }[] = [
  { packages: /^@slack\//, folders: ['slack'] },
  { packages: /^(kysely|libsql|pg)(\/|$)/, folders: ['storage'] },
  { packages: /^gray-matter$/, folders: ['guide'] },
  { packages: /^@modelcontextprotocol\//, folders: ['mcp'] },
];

/** The workspace packages, and what each may import besides Node's own modules and itself. */
const WORKSPACE_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'slack-simulator': ['ws', 'yaml'],
  'slack-playground': ['@guidepost/slack-simulator'],
};

const src = packageFile('src');
const files = filesIn(src);

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
}

function importsOf(file: string, folder = src): { from: string; typeOnly: boolean }[] {
  return [
    ...readFileSync(join(folder, file), 'utf8').matchAll(
      /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|import\('([^']+)'\)/g,
    ),
  ].map((match) => ({ from: match[2] ?? match[3] ?? '', typeOnly: match[1] !== undefined }));
}

function folderOf(file: string): string | undefined {
  return file.includes('/') ? file.split('/')[0] : undefined;
}

const inside = files.flatMap((file) =>
  importsOf(file)
    .filter(({ from }) => from.startsWith('.'))
    .map(({ from, typeOnly }) => ({ file, typeOnly, to: relative(src, join(src, dirname(file), from)) })),
);

describe('imports between folders', () => {
  it('are found by this test', () => {
    expect(inside.length).toBeGreaterThan(200);
  });

  it('are only those that the table allows', () => {
    const broken = inside.filter(({ file, to, typeOnly }) => {
      const [from, target] = [folderOf(file), folderOf(to)];
      if (from === undefined || COMPOSITION.includes(from) || from === target) return false;
      if (target === 'telemetry') return !typeOnly;
      return target === undefined || !(ALLOWED[from] ?? []).includes(target);
    });
    expect(broken).toEqual([]);
  });

  it('have every folder of the app in the table', () => {
    const folders = new Set(files.map(folderOf).filter((folder) => folder !== undefined));
    expect([...folders].filter((folder) => !COMPOSITION.includes(folder) && !(folder in ALLOWED))).toEqual([]);
  });

  it('keep Slack, the database drivers and the front matter parser inside their own folders', () => {
    const broken = files.flatMap((file) =>
      importsOf(file)
        .filter(({ from }) =>
          OWNERS.some(({ packages, folders }) => packages.test(from) && !folders.includes(folderOf(file) ?? '')),
        )
        .map(({ from }) => `${file} imports ${from}`),
    );
    expect(broken).toEqual([]);
  });

  it('of a workspace package do not include the app, and only the libraries listed for it', () => {
    expect(readdirSync(packageFile('packages')).sort()).toEqual(Object.keys(WORKSPACE_PACKAGES).sort());
    const broken = Object.entries(WORKSPACE_PACKAGES).flatMap(([name, libraries]) => {
      const folder = packageFile(`packages/${name}/src`);
      return filesIn(folder).flatMap((file) =>
        importsOf(file, folder)
          .filter(({ from }) =>
            from.startsWith('.')
              ? relative(folder, join(folder, dirname(file), from)).startsWith('..')
              : !from.startsWith('node:') && !libraries.includes(from),
          )
          .map(({ from }) => `${name}/${file} imports ${from}`),
      );
    });
    expect(broken).toEqual([]);
  });

  it('of a workspace package use its name', () => {
    const broken = files.filter((file) => importsOf(file).some(({ from }) => /(^|\/)packages\//.test(from)));
    expect(broken).toEqual([]);
  });

  it('leave reading the environment to the entry points', () => {
    const readers = files.filter((file) => /process\.env\b/.test(readFileSync(join(src, file), 'utf8')));
    expect(readers.sort()).toEqual(['cli/main.ts', 'gate-action.ts', 'main.ts']);
  });
});
