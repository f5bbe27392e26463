import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { builtFile } from '../../built-file.js';

const program = process.platform === 'darwin' ? 'open' : 'xdg-open';

// On Windows the program is built into the shell, so the test cannot replace it on PATH.
(process.platform === 'win32' ? describe.skip : describe)('opening the browser', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guidepost-open-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Opens a URL in a process that has only this PATH. @returns its exit code and what it wrote */
  const open = async (url: string, path: string): Promise<{ code: number; output: string }> => {
    const script = builtFile('test/cli/processes/open-browser.js');
    const child = spawn(process.execPath, [script, url], { env: { PATH: path } });
    let output = '';
    child.stdout.on('data', (text) => {
      output += text;
    });
    child.stderr.on('data', (text) => {
      output += text;
    });
    const [code] = await once(child, 'close');
    return { code, output };
  };

  it('passes the whole URL to the system’s own program, without a shell', async () => {
    const heard = join(folder, 'heard');
    writeFileSync(
      join(folder, program),
      `#!/bin/sh\nprintf '%s|' "$#" "$@" > "${heard}.part" && mv "${heard}.part" "${heard}"\n`,
    );
    chmodSync(join(folder, program), 0o755);
    const url = "http://localhost:3000/?a=1&b=$(touch x);'|#/ada/general";
    const path = [folder, '/usr/bin', '/bin'].join(delimiter);
    expect(await open(url, path)).toEqual({ code: 0, output: '' });
    // It must not wait for the browser.
    while (!existsSync(heard)) await wait(20);
    expect(readFileSync(heard, 'utf8')).toBe(`1|${url}|`);
  });

  it('does nothing when there is no browser', async () => {
    expect(await open('http://localhost:3000/', folder)).toEqual({ code: 0, output: '' });
  });
});
