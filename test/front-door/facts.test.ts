import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { itLong } from '../long-tests.js';
import { type ServedApp, startServed } from './start-served.js';

const fact = (value: string) => `django-lts: {value: "${value}", source: "https://example.com", checked: 2026-11-20}\n`;

let folder: string;
let app: ServedApp;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guidepost-facts-'));
  writeFileSync(join(folder, 'django.md'), '# Django\n\nUse Django {{fact:django-lts}} for a new app.\n');
  writeFileSync(join(folder, 'facts.yml'), fact('5.2'));
  app = await startServed({ GUIDE_DIR: folder });
});
afterEach(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

itLong('answers with the fact as it is now, and keeps the last one while facts.yml cannot be read', async () => {
  expect(await app.ask('django')).toContain('Use Django 5.2 for a new app');
  writeFileSync(join(folder, 'facts.yml'), fact('6.2'));
  await app.reload();
  expect(await app.ask('django')).toContain('Use Django 6.2 for a new app');
  for (const broken of ['django-lts: [', 'django-lts: {source: x}\n', '']) {
    writeFileSync(join(folder, 'facts.yml'), broken);
    await app.reload();
    expect(await app.ask('django')).toContain('Use Django 6.2 for a new app');
    expect((await app.health()).guide).toMatchObject({ refused: { since: expect.any(String) } });
  }
  writeFileSync(join(folder, 'facts.yml'), fact('7.2'));
  await app.reload();
  expect(await app.ask('django')).toContain('Use Django 7.2 for a new app');
  expect((await app.health()).guide).not.toHaveProperty('refused');
});
