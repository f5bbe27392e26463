// npm run bench -- check [--pages 10000] [--links 10] [--broken 5000] [--keep FOLDER]: time and memory of `guidepost check` over a large guide
// with broken links. --keep writes the guide into a folder and leaves it there.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeGuide, writeLinkedGuide } from './large-guide.js';
import { projectPath, required, say, table } from './measure.js';
import { readCorpus } from './ranking/questions.js';

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '1000,10000' },
    links: { type: 'string', default: '10' },
    broken: { type: 'string', default: '5000' },
    keep: { type: 'string' },
  },
});
const content = projectPath('content');
const { guide: real } = await readCorpus({ guide: content, questions: `${content}/questions.yml` });
/** As `makeGuide` counts. */
const SECTIONS_PER_PAGE = 8;
const rows = [['pages', 'seconds', 'processor s', 'MiB', 'errors and warnings']];
for (const pages of values.pages.split(',').map(Number)) {
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'guidepost-check-'));
  mkdirSync(folder, { recursive: true });
  const guide = makeGuide(real, pages * SECTIONS_PER_PAGE);
  writeLinkedGuide(guide, folder, { linksPerPage: Number(values.links), broken: Number(values.broken) });
  const { seconds, processor, mebibytes, summary } = runCheck(folder);
  rows.push([`${pages}`, seconds.toFixed(1), processor.toFixed(1), mebibytes.toFixed(0), summary]);
  if (values.keep === undefined) rmSync(folder, { recursive: true });
}
say(table(rows));

function runCheck(folder: string): { seconds: number; processor: number; mebibytes: number; summary: string } {
  const report = `process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    process.stderr.write(JSON.stringify({ maxRSS, processor: (userCPUTime + systemCPUTime) / 1e6 }));
  })`;
  const start = performance.now();
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(report)}`,
      projectPath('dist/cli/main.js'),
      'check',
      folder,
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 30 },
  );
  const seconds = (performance.now() - start) / 1_000;
  const { maxRSS, processor } = JSON.parse(required(stderr.trim().split('\n').at(-1), 'report of the process'));
  return { seconds, processor, mebibytes: maxRSS / 1_024, summary: stdout.trimEnd().split('\n').at(-1) ?? '' };
}
