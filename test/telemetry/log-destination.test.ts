import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openOutput } from '../../src/telemetry/logger.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guidepost-output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('lines that are written beside the answers', () => {
  it('are all there, in their order, once it is closed', async () => {
    const file = join(folder, 'log');
    const output = openOutput(openSync(file, 'w'));
    const lines = Array.from({ length: 5_000 }, (_, index) => `line ${index} ${'ä'.repeat(index % 50)}`);
    for (const [index, line] of lines.entries()) {
      output.write(line);
      if (index % 1_000 === 0) await sleep(1);
    }
    await output.close();
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toEqual(lines);
  });

  it('are written after a moment where there are few', async () => {
    const file = join(folder, 'log');
    const descriptor = openSync(file, 'w');
    const output = openOutput(descriptor);
    output.write('one');
    while (readFileSync(file, 'utf8') === '') await sleep(20);
    output.write('two');
    while (!readFileSync(file, 'utf8').includes('two')) await sleep(20);
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    await output.close();
  });

  it('stop nothing where nobody can take them', async () => {
    writeFileSync(join(folder, 'log'), '');
    const output = openOutput(openSync(join(folder, 'log'), 'r'));
    output.write('x'.repeat(10_000));
    await output.close();
    output.write('after the end');
  });
});
