import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openLogDestination } from '../../src/telemetry/log-destination.js';
import { itLong } from '../long-tests.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guidepost-output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the log destination', () => {
  it('has written every line in order when it is closed', async () => {
    const file = join(folder, 'log');
    const destination = openLogDestination(createWriteStream(file));
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
    const destination = openLogDestination(createWriteStream(file));
    destination.write('one');
    while (!existsSync(file) || readFileSync(file, 'utf8') === '') await sleep(20);
    destination.write('two');
    while (!readFileSync(file, 'utf8').includes('two')) await sleep(20);
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    await destination.close();
  });

  it('stops nothing when the lines cannot be written', async () => {
    const failing = new Writable({ write: (_chunk, _encoding, done) => done(new Error('no space left')) });
    const destination = openLogDestination(failing);
    destination.write('x'.repeat(20_000));
    await sleep(1);
    destination.write('x'.repeat(20_000));
    await destination.close();
    destination.write('after the end');
  });

  itLong('holds at most 16 MiB for a reader that does not read, and ends all the same', async () => {
    const stuck = new Writable({ write: () => {} });
    const destination = openLogDestination(stuck);
    for (let line = 0; line < 2_500; line += 1) destination.write('x'.repeat(20_000));
    expect(stuck.writableLength).toBeGreaterThan(15 * 1024 * 1024);
    expect(stuck.writableLength).toBeLessThan(17 * 1024 * 1024);
    await destination.close();
  });
});
