import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createQuestionScrub } from '../../src/asks/scrub-question.js';
import { createScrub } from '../../src/telemetry/scrub.js';

const scrub = createQuestionScrub(createScrub(['our-own-signing-secret']));

describe('what is kept of a question', () => {
  it.each([
    ['connect to postgres://shop:hunter2@db.example.com/shop', 'connect to postgres://[secret]@db.example.com/shop'],
    ['why does https://ci.example.com/build/7?token=abc#log fail', 'why does https://ci.example.com/build/7?[…] fail'],
    ['mail ada@example.com about it', 'mail [e-mail] about it'],
    ['is 10.0.12.7:8000 up?', 'is [address]:8000 up?'],
    ['curl [2001:db8::7]:80 fails', 'curl [[address]]:80 fails'],
    ['my password is hunter2', 'my password is [secret]'],
    ['API key: k-123', 'API key: [secret]'],
    ['xoxb-1234567890-abc is refused', '[secret] is refused'],
    ['export GITHUB=ghp_abcdefghijklmnop', 'export GITHUB=[secret]'],
    ['is eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl valid', 'is [secret] valid'],
    ['commit 9fceb02d0ae598e95dc970b74767f19372d61af8 fails', 'commit [secret] fails'],
    ['our-own-signing-secret', '[secret]'],
    ['ask <@U012AB3CD|ada> why', 'ask [person] why'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----', '[secret]'],
  ])('%s', (question, kept) => {
    expect(scrub(question)).toBe(kept);
  });

  it.each([
    'how do I rotate a password or a token?',
    'why is the password of the database wrong',
    'the secret is stored where?',
    'gunicorn 20.1.0 on python 3.12.4 at 10:20:30',
    'ModuleNotFoundError: No module named app::main in /var/lib/postgresql/15/main',
    'how do I use the @app.route decorator in https://flask.palletsprojects.com/en/stable/quickstart/',
    'ConfigurationErrorBecauseNothingWasFound',
  ])('leaves alone: %s', (question) => {
    expect(scrub(question)).toBe(question);
  });

  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  const key = fc
    .tuple(
      fc.string({ unit: fc.constantFrom(...letters), minLength: 24, maxLength: 60 }),
      fc.integer({ min: 10, max: 99 }),
    )
    .map(([text, number]) => `q${text}${number}`);
  const secret = fc.oneof(
    key,
    key.map((text) => `ghp_${text}`),
    key.map((text) => `https://${text}@example.com/`),
    key.map((text) => `https://example.com/page?sig=${text}`),
    fc.emailAddress().filter((address) => /^[\w.+-]+@[\w.-]+$/.test(address)),
    fc.ipV4(),
    fc.ipV6().filter((address) => !address.includes('.') && address !== '::'),
  );
  const word = fc.constantFrom('how', 'do', 'I', 'deploy', 'with', 'nginx?', 'it', 'says', '502', 'and', '–');

  it('never has a secret, an e-mail address or an IP address that stood among words', () => {
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 8 }),
        secret,
        fc.array(word, { maxLength: 8 }),
        (before, hidden, after) => {
          const kept = scrub([...before, hidden, ...after].join(' '));
          const value = /[\w.+-]+@[\w.-]+$|q[A-Za-z0-9]{26,}/.exec(hidden)?.[0] ?? hidden;
          expect(kept).not.toContain(value);
          expect(kept.startsWith(before.join(' '))).toBe(true);
          expect(kept.endsWith(after.join(' '))).toBe(true);
        },
      ),
    );
  });

  it('takes no long time for any text', () => {
    const before = process.cpuUsage();
    for (const part of [
      'a',
      '1',
      'a1',
      ':',
      'a:',
      '1.',
      '@',
      'a@',
      '://',
      'https://a?',
      '-----BEGIN A',
      'password ',
      'token is ',
      'eyJ.',
      '_+',
    ])
      expect(scrub(part.repeat(2_000)).length).toBeLessThan(20_000_000);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(2_000);
  });
});
