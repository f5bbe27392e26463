// npm run screenshots [FOLDER]: takes the pictures of README.md and docs/ in the playground. Needs `npm run build` and a Chromium.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guideScreenshots } from './guide.js';
import { runbookScreenshots } from './runbooks.js';
import { inStudio } from './studio.js';

const out = process.argv[2] ?? 'docs/images';
mkdirSync(out, { recursive: true });
await inStudio({ guide: 'content', out }, guideScreenshots);

const guide = mkdtempSync(join(tmpdir(), 'guidepost-runbooks-'));
const [, example] = /````markdown\n([\s\S]*?)````/.exec(readFileSync('docs/runbooks.md', 'utf8')) ?? [];
if (example === undefined) throw new Error('docs/runbooks.md has no example');
writeFileSync(join(guide, 'release.md'), example);
await inStudio({ guide, out }, runbookScreenshots);
rmSync(guide, { recursive: true });
