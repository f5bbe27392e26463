import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { secretsOf } from '../../src/config/environment.js';
import { createScrub } from '../../src/telemetry/scrub.js';

const environment = {
  SLACK_BOT_TOKEN: 'xoxb-1111-2222-AbCdEf',
  SLACK_APP_TOKEN: 'xapp-1-A02-333-abcdef0123',
  SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
  SLACK_CLIENT_SECRET: 'b3d1f0c9e8a7b6c5d4e3f2a1b0c9d8e7',
  SLACK_STATE_SECRET: 'a-state-secret-of-ours',
  TOKEN_KEYS: '2026:bmV3LWtleS1uZXcta2V5LW5ldy1rZXk=,2025:b2xkLWtleS1vbGQta2V5LW9sZC1rZXk=',
  METRICS_TOKEN: 'let-me-count-the-ways',
  DATABASE_URL: 'postgres://guidepost:p%40ss%2Fw0rd@db.example.com:5432/guidepost',
  GUIDE_TOKEN: 'gitlab+deploy-token-1:gldt-0123456789',
  GUIDE_WEBHOOK_SECRET: 'whsec_aG9va2VkLXVw',
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20dXNlcjpwYXNz,x-team=observed-team-key',
};
const planted = [
  environment.SLACK_BOT_TOKEN,
  environment.SLACK_APP_TOKEN,
  environment.SLACK_SIGNING_SECRET,
  environment.SLACK_CLIENT_SECRET,
  environment.SLACK_STATE_SECRET,
  'bmV3LWtleS1uZXcta2V5LW5ldy1rZXk',
  'b2xkLWtleS1vbGQta2V5LW9sZC1rZXk',
  environment.METRICS_TOKEN,
  'p@ss/w0rd',
  'p%40ss%2Fw0rd',
  'gldt-0123456789',
  Buffer.from(environment.GUIDE_TOKEN).toString('base64'),
  environment.GUIDE_WEBHOOK_SECRET,
  'dXNlcjpwYXNz',
  'observed-team-key',
  'gp_Q2hhbmdlIG1lIGJlZm9yZSB5b3UgZ28gbGl2ZSwgb2s',
];

describe('what a log may show', () => {
  const scrub = createScrub(secretsOf(environment));
  const byShape = createScrub();

  it.each(planted)('never contains %s, wherever it occurs', (secret) => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        for (const text of [`${before}${secret}${after}`, JSON.stringify({ message: `${before}${secret}${after}` })]) {
          expect(scrub(text)).not.toContain(secret);
        }
      }),
    );
  });

  it.each([
    ['xoxb-9999-8888-unknown', 'a token that is not ours'],
    ['xoxe.xoxp-1-Mi0yLTk5', 'a token that expires'],
    ['xapp-1-A0-9-fedcba', 'an app-level token'],
    ['postgres://user:hunter2@host/db', 'the password of an address'],
    ['SLACK_SIGNING_SECRET=hunter2-hunter2', 'a variable with its value'],
    ['{"client_secret":"hunter2-hunter2"}', 'a field of JSON'],
    ['{\\"access_token\\":\\"hunter2-hunter2\\"}', 'a field of JSON in a text of JSON'],
    ['authorization: Bearer hunter2-hunter2', 'a header'],
    ['https://hooks.slack.com/commands/T1/2/hunter2', 'a reply address'],
  ])('recognizes %s by its format: %s', (text) => {
    expect(byShape(`before ${text} after`)).toMatch(/^before .*\[secret\].* after$/);
    expect(byShape(text)).not.toMatch(/hunter2|9999|Mi0y|fedcba/);
  });

  it('keeps the address of a database', () => {
    expect(byShape('postgres://user:hunter2@host:5432/db is away')).toBe(
      'postgres://user:[secret]@host:5432/db is away',
    );
  });

  it.each([
    'SLACK_BOT_TOKEN is not a bot token: it starts with xoxb-, find it on the app’s page "OAuth & Permissions"',
    'SLACK_APP_TOKEN is missing: it starts with xapp-…',
    'Guidepost answers from 48 pages, listening on port 3000',
    'content/secrets.md:4: choices[1].to: "token-keys" is no page of this guide; did you mean "secrets"?',
    'https://example.com:8080/a?b=c and postgres://localhost/guidepost',
    'connect ECONNREFUSED 127.0.0.1:5432',
  ])('leaves words alone: %s', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it('does not hide the user name and the database name if the password is the same word', () => {
    const plain = createScrub(secretsOf({ DATABASE_URL: 'postgres://guidepost:guidepost@localhost/guidepost' }));
    expect(plain('Guidepost: guidepost check lists them')).toBe('Guidepost: guidepost check lists them');
  });

  it('leaves a line of JSON readable as JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.constantFrom(...planted))), (fields) => {
        expect(() => JSON.parse(scrub(JSON.stringify(fields)))).not.toThrow();
      }),
    );
  });
});
