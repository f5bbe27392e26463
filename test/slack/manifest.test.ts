import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { packageFile } from '../../src/package-file.js';
import { scopes, surface } from '../../src/slack/surface.js';

const manifest = parse(readFileSync(packageFile('manifest.yml'), 'utf8'));
const sources = readdirSync(packageFile('src/slack'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(packageFile('src/slack'), name), 'utf8'));

describe('manifest.yml', () => {
  it('declares the commands, events, shortcuts and scopes of the code, and no more', () => {
    expect(manifest.features.slash_commands.map(({ command }: { command: string }) => command)).toEqual(
      surface.commands,
    );
    expect(
      manifest.features.shortcuts.map(({ type, callback_id }: Record<string, string>) => [type, callback_id]),
    ).toEqual(surface.shortcuts.map((name) => ['global', name]));
    expect(manifest.settings.event_subscriptions?.bot_events ?? []).toEqual(surface.events);
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual(scopes());
    expect(manifest.oauth_config.scopes.bot_optional).toEqual(surface.optionalScopes);
    expect(manifest.oauth_config.scopes.bot).toEqual(expect.arrayContaining([...surface.optionalScopes]));
    expect(manifest.oauth_config.scopes.user).toBeUndefined();
  });

  it('knows every method of the Web API that the code calls', () => {
    const called = sources.flatMap((text) =>
      [...text.matchAll(/\b(?:client|clientFor\([^)]*\))\s*\.\s*([a-z]+)\s*\.\s*([a-zA-Z]+)\(/g)].map(
        ([, group, name]) => `${group}.${name}`,
      ),
    );
    expect([...new Set(called)].sort()).toEqual(Object.keys(surface.methods).sort());
  });

  it('listens to nothing that it does not declare', () => {
    const listened = sources.flatMap((text) =>
      [...text.matchAll(/\bapp\.(event|message|function|assistant)\(/g)].map(([, kind]) => kind),
    );
    // A catch-all, whose table has the events of `surface` and no others.
    expect(listened).toEqual(['event']);
    // Shortcuts and dialogs have catch-alls alone.
    expect(
      sources.flatMap((text) =>
        [...text.matchAll(/\bapp\.(shortcut|view|options)\(([^,]+),/g)].map(([, , pattern]) => pattern),
      ),
    ).toEqual(['/.*/s', "{ type: 'view_closed'", '/.*/s', '/.*/s']);
  });
});
