// npm run bench -- hostile-pages [--only PATTERN]: processor time and memory of reading and indexing pages that somebody made to be slow or
// large, each in a process of its own, with one ordinary page. A page should need some two seconds and a process 300 MiB at most.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readGuide } from '../src/guide/load.js';
import { formatProblem } from '../src/guide/problem.js';
import { buildIndexData } from '../src/search/build-index.js';
import { CASES, type HostileCase } from './hostile/cases.js';
import { say, table } from './measure.js';

interface Measured {
  readonly seconds: number;
  readonly mebibytes: number;
  readonly pages: number;
  /** The first problem, or nothing. */
  readonly problem: string;
}

const { values } = parseArgs({ options: { only: { type: 'string', default: '' }, folder: { type: 'string' } } });
await (values.folder === undefined ? measureAll() : measure(values.folder));

function measureAll(): void {
  const rows = [['case', 'seconds', 'MiB', 'pages', 'first problem']];
  for (const each of CASES.filter(({ name }) => name.includes(values.only))) {
    const { seconds, mebibytes, pages, problem } = inFolder(each, (folder) => {
      const [, entry = ''] = process.argv;
      const output = execFileSync(process.execPath, [entry, 'hostile-pages', '--folder', folder], { encoding: 'utf8' });
      return JSON.parse(output) as Measured;
    });
    const flagged = `${mebibytes.toFixed(0)}${mebibytes > 300 && pages < 100 ? ' !' : ''}`;
    rows.push([
      each.name,
      `${seconds.toFixed(2)}${seconds > 2.5 && pages < 100 ? ' !' : ''}`,
      flagged,
      `${pages}`,
      problem.slice(0, 90),
    ]);
    process.stderr.write(`${each.name}\n`);
  }
  say(table(rows));
}

function inFolder<T>({ page, ending = 'md', prepare }: HostileCase, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-hostile-'));
  try {
    writeFileSync(join(folder, 'good.md'), '# Good\n\nA page that is read.\n');
    if (page !== undefined) writeFileSync(join(folder, `page.${ending}`), page());
    prepare?.(folder);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(folder: string): Promise<void> {
  const before = process.cpuUsage();
  const { guide, problems } = await readGuide({ folder });
  if (guide !== undefined) buildIndexData(guide);
  const { user, system } = process.cpuUsage(before);
  const [first] = problems.filter(({ file }) => file !== 'good.md');
  const measured: Measured = {
    seconds: (user + system) / 1_000_000,
    mebibytes: process.resourceUsage().maxRSS / 1024,
    pages: guide?.pages.length ?? 0,
    problem: first === undefined ? '' : formatProblem(first),
  };
  say(JSON.stringify(measured));
}
