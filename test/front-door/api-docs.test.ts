import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { routes } from '../../src/api/api.js';
import { packageFile } from '../../src/package-file.js';
import { guideOf } from '../builders/guide-of.js';
import { releaseFiles } from '../builders/release-files.js';
import { createToken, DEPLOYMENTS } from './api-client.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const page = readFileSync(packageFile('docs/api.md'), 'utf8');
const blocks = [...page.matchAll(/```bash\n(.*?)```/gs)].map(([, code = '']) => code);

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await startWorkspace(await guideOf(releaseFiles));
});
afterAll(() => workspace.stop());

it('has an example of every call, and each works as it is written', async () => {
  const token = await createToken(workspace.databaseUrl);
  const answers: string[] = [];
  let run = '';
  for (const code of blocks) {
    const { stdout } = await promisify(execFile)(
      'bash',
      ['-euc', code.replaceAll('C0123456789', DEPLOYMENTS).replaceAll('curl ', 'curl -s ')],
      {
        env: {
          PATH: process.env.PATH,
          SERVER: workspace.url('').replace(/\/slack.*/, ''),
          GUIDEPOST_TOKEN: token,
          RUN: run,
        },
      },
    );
    answers.push(stdout);
    if (run === '') run = JSON.parse(stdout).id;
  }
  const [started, found, read, ticked, gate, bypassed, exported, document] = answers;
  expect(JSON.parse(started ?? '')).toMatchObject({ name: 'shop-api 2.4', state: 'open' });
  expect(JSON.parse(found ?? '').runs).toHaveLength(1);
  expect(JSON.parse(read ?? '').id).toBe(run);
  expect(ticked).toContain('"evidence":"https://ci.example.com/jobs/4711"');
  expect(JSON.parse(gate ?? '')).toMatchObject({ state: 'open', phases: [{ id: 'before' }] });
  expect(JSON.parse(bypassed ?? '')).toMatchObject({ state: 'complete', bypass: { phase: 'before' } });
  expect(exported).toContain('# Release checklist – shop-api 2.4');
  expect(JSON.parse(document ?? '').openapi).toBe('3.1.0');
  // And the document.
  expect(blocks).toHaveLength(routes.length + 1);
});
