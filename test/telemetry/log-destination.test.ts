import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openLogDestination } from '../../src/telemetry/logger.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guidepost-output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the log destination', () => {
  it('has written every line in order when it is closed', async () => {
    const file = join(folder, 'log');
    const destination = openLogDestination(openSync(file, 'w'));
    const lines = Array.from({ length: 5_000 }, (_, index) => `line ${index} ${'ä'.repeat(index % 50)}`);
    for (const [index, line] of lines.entries()) {
      destination.write(line);
      if (index % 1_000 === 0) await sleep(1);
    }
    await destination.close();
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toEqual(lines);
  });

  it('writes a few lines after a moment', async () => {
    const file = join(folder, 'log');
    const descriptor = openSync(file, 'w');
    const destination = openLogDestination(descriptor);
    destination.write('one');
    while (readFileSync(file, 'utf8') === '') await sleep(20);
    destination.write('two');
    while (!readFileSync(file, 'utf8').includes('two')) await sleep(20);
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    await destination.close();
  });

  it('stops nothing when the lines cannot be written', async () => {
    writeFileSync(join(folder, 'log'), '');
    const destination = openLogDestination(openSync(join(folder, 'log'), 'r'));
    destination.write('x'.repeat(10_000));
    await destination.close();
    destination.write('after the end');
  });
});
