import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { packageFile } from '../../src/package-file.js';

it('the command in docs/hosting.md writes a manifest for HTTP that differs in nothing else', () => {
  const [, command = ''] =
    /\n( *perl -pe [\s\S]*?manifest\.http\.yml)\n/.exec(readFileSync(packageFile('docs/hosting.md'), 'utf8')) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-manifest-'));
  try {
    copyFileSync(packageFile('manifest.yml'), join(folder, 'manifest.yml'));
    execFileSync('bash', ['-c', command], { cwd: folder });
    const expected = parse(readFileSync(packageFile('manifest.yml'), 'utf8'));
    const url = 'https://YOUR-APP/slack/events';
    for (const each of expected.features.slash_commands) each.url = url;
    for (const name of ['event_subscriptions', 'interactivity']) expected.settings[name].request_url = url;
    expected.settings.interactivity.message_menu_options_url = url;
    expected.settings.socket_mode_enabled = false;
    expect(parse(readFileSync(join(folder, 'manifest.http.yml'), 'utf8'))).toEqual(expected);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
