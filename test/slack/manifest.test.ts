import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { packageFile } from '../../src/package-file.js';
import { type Feature, scopes, surface } from '../../src/slack/surface.js';

const manifest = parse(readFileSync(packageFile('manifest.yml'), 'utf8'));
const sources = readdirSync(packageFile('src/slack'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(packageFile('src/slack'), name), 'utf8'));

describe('manifest.yml', () => {
  it('declares exactly the commands, events, shortcuts and scopes that the code uses', () => {
    expect(manifest.features.slash_commands.map(({ command }: { command: string }) => command)).toEqual(
      surface.commands,
    );
    expect(
      manifest.features.shortcuts.map(({ type, callback_id }: Record<string, string>) => [type, callback_id]),
    ).toEqual(Object.entries(surface.shortcuts).map(([name, type]) => [type, name]));
    expect(manifest.settings.event_subscriptions?.bot_events ?? []).toEqual(Object.keys(surface.events));
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual(scopes());
    expect(manifest.oauth_config.scopes.bot_optional).toEqual(surface.optionalScopes);
    expect(manifest.oauth_config.scopes.bot).toEqual(expect.arrayContaining([...surface.optionalScopes]));
    expect(manifest.oauth_config.scopes.user).toBeUndefined();
  });

  it('has in its comments, and in the documentation, what each feature needs that is off', () => {
    const documents = ['manifest.yml', 'docs/in-slack.md'].map((file) => readFileSync(packageFile(file), 'utf8'));
    for (const [name, { events, setting }] of Object.entries(surface.features)) {
      const needed = scopes([name as Feature]).filter((scope) => !scopes().includes(scope));
      for (const word of [setting, ...needed, ...Object.keys(events)])
        for (const text of documents) expect(text).toContain(word);
      expect(manifest.oauth_config.scopes.bot).not.toEqual(expect.arrayContaining(needed));
    }
  });

  it('covers every method of the Web API that the code calls', () => {
    const called = sources.flatMap((text) =>
      [...text.matchAll(/\b(?:client|clientFor\([^)]*\))\s*\.\s*((?:[a-z]+\s*\.\s*)+)([a-zA-Z]+)\(/g)].map(
        ([, groups, name]) => `${groups}${name}`.replace(/\s/g, ''),
      ),
    );
    const switchedOn = Object.values(surface.features).flatMap(({ methods }) => Object.keys(methods));
    expect([...new Set(called)].sort()).toEqual([...Object.keys(surface.methods), ...switchedOn].sort());
  });

  it('declares exactly what the app listens to', () => {
    const app = readFileSync(packageFile('src/slack/app.ts'), 'utf8');
    const names = (kind: string): (string | undefined)[] =>
      [...app.matchAll(new RegExp(`\\bapp\\.${kind}\\('([^']+)'`, 'g'))].map(([, name]) => name);
    // `message.im` is the subscription; its events are messages.
    const switchedOn = Object.values(surface.features).flatMap((feature) => Object.keys(feature.events));
    const events = [...Object.keys(surface.events), ...switchedOn].map((name) => name.replace('message.im', 'message'));
    expect(names('event').sort()).toEqual(events.sort());
    expect(names('shortcut')).toEqual(Object.keys(surface.shortcuts));
    expect([...names('message'), ...names('function'), ...names('assistant')]).toEqual([]);
  });

  it('has a listener for the action of every button', () => {
    const app = readFileSync(packageFile('src/slack/app.ts'), 'utf8');
    const listened = [...app.matchAll(/\bapp\.action\('([^']+)'/g)].map(([, name]) => name);
    const made = sources.flatMap((text) => [...text.matchAll(/\bdo: '([a-z]+:[a-z]+)'/g)].map(([, name]) => name));
    expect(listened.sort()).toEqual([...new Set(made)].sort());
  });

  it('has the server for Slackbot as an option that Slack accepts', async () => {
    const text = readFileSync(packageFile('manifest.yml'), 'utf8');
    const withServer = parse(
      text.replaceAll(/^( *)# (- mcp:connect|mcp_servers:| {2}guidepost:| {4}url: .*| {4}auth_type: .*)$/gm, '$1$2'),
    );
    expect(manifest.mcp_servers).toBeUndefined();
    expect(withServer.oauth_config.scopes.bot).toContain('mcp:connect');
    expect(withServer.mcp_servers).toEqual({
      guidepost: { url: 'https://YOUR-APP/mcp', auth_type: 'slack_identity_auth' },
    });
    expect({ ...withServer, mcp_servers: undefined, oauth_config: undefined }).toEqual({
      ...manifest,
      mcp_servers: undefined,
      oauth_config: undefined,
    });
  });
});
