import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concernsGuide, isFromHost, mayBeSigned, readEvent } from '../../src/git/push-webhook.js';

const SECRET = 'a-long-shared-secret';
const body = Buffer.from('{"ref":"refs/heads/main"}');
const hub = (secret: string, of = body): string => `sha256=${createHmac('sha256', secret).update(of).digest('hex')}`;

describe('a request of the host', () => {
  it('of GitHub is known by the signature of its body', () => {
    expect(isFromHost(SECRET, { 'x-hub-signature-256': hub(SECRET) }, body)).toBe(true);
    expect(isFromHost(SECRET, { 'x-hub-signature-256': hub('another-secret') }, body)).toBe(false);
    expect(isFromHost(SECRET, { 'x-hub-signature-256': hub(SECRET) }, Buffer.from(`${body} `))).toBe(false);
    // The example in GitHub's documentation.
    const documented = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const [secret, text] = ["It's a Secret to Everybody", Buffer.from('Hello, World!')];
    expect(isFromHost(secret, { 'x-hub-signature-256': documented }, text)).toBe(true);
  });

  it('of GitLab is known by its secret token, or by the signature of a signing token', () => {
    expect(isFromHost(SECRET, { 'x-gitlab-token': SECRET }, body)).toBe(true);
    expect(isFromHost(SECRET, { 'x-gitlab-token': `${SECRET}x` }, body)).toBe(false);
    const key = Buffer.alloc(32, 7);
    const token = `whsec_${key.toString('base64')}`;
    const [id, now] = ['f6f1', 1_800_000_000_000];
    const signed = (time: number, by = key): Record<string, string> => ({
      'webhook-id': id,
      'webhook-timestamp': `${time}`,
      'webhook-signature': `v1,AAAA v1,${createHmac('sha256', by).update(`${id}.${time}.${body}`).digest('base64')}`,
    });
    expect(isFromHost(token, signed(now / 1_000), body, now)).toBe(true);
    expect(isFromHost(token, signed(now / 1_000 - 299), body, now)).toBe(true);
    for (const seconds of [-301, 301]) {
      expect(isFromHost(token, signed(now / 1_000 + seconds), body, now)).toBe(false);
    }
    expect(isFromHost(token, signed(now / 1_000, Buffer.alloc(32)), body, now)).toBe(false);
    expect(isFromHost(token, signed(now / 1_000), Buffer.from('{}'), now)).toBe(false);
    // A signing token is never sent itself.
    expect(isFromHost(token, { 'x-gitlab-token': token }, body, now)).toBe(false);
    // GitLab sends an id and a time with every request, and with both kinds of tokens both headers.
    expect(isFromHost(SECRET, { ...signed(now / 1_000), 'x-gitlab-token': SECRET }, body, now)).toBe(true);
  });

  it('is never known without the secret, whatever its headers say', () =>
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(
            'x-hub-signature-256',
            'x-gitlab-token',
            'webhook-id',
            'webhook-timestamp',
            'webhook-signature',
          ),
          fc.oneof(fc.string(), fc.array(fc.string()), fc.constant('sha256='), fc.constant('v1,'), fc.constant('0')),
        ),
        fc.constantFrom(SECRET, `whsec_${Buffer.alloc(32, 1).toString('base64')}`),
        (headers, secret) => !isFromHost(secret, headers, body),
      ),
    ));

  it('need not be read if its headers have no signature', () => {
    expect(mayBeSigned({ 'content-type': 'application/json' })).toBe(false);
    for (const name of ['x-hub-signature-256', 'webhook-signature', 'x-gitlab-token']) {
      expect(mayBeSigned({ [name]: 'x' })).toBe(true);
    }
  });
});

describe('what was pushed', () => {
  const github = { 'x-github-event': 'push' };
  const gitlab = { 'x-gitlab-event': 'Push Hook' };
  const push = (ref: string) => ({ ref, repository: { default_branch: 'main' } });

  it('matters if it is the branch or the tag of the guide', () => {
    const main = readEvent(github, push('refs/heads/main'));
    expect(concernsGuide(main, undefined)).toBe(true);
    expect(concernsGuide(main, 'main')).toBe(true);
    expect(concernsGuide(main, 'next')).toBe(false);
    const other = readEvent(github, push('refs/heads/next'));
    expect(concernsGuide(other, undefined)).toBe(false);
    expect(concernsGuide(other, 'next')).toBe(true);
    const tag = readEvent(
      { 'x-gitlab-event': 'Tag Push Hook' },
      { ref: 'refs/tags/v1', project: { default_branch: 'main' } },
    );
    expect(concernsGuide(tag, 'v1')).toBe(true);
    expect(concernsGuide(tag, undefined)).toBe(false);
    const project = { ref: 'refs/heads/main', project: { default_branch: 'main' } };
    expect(concernsGuide(readEvent(gitlab, project), undefined)).toBe(true);
    expect(concernsGuide(readEvent(github, push('refs/heads/main')), 'a'.repeat(40))).toBe(false);
  });

  it('is nothing in any other event', () => {
    for (const headers of [{ 'x-github-event': 'ping' }, { 'x-gitlab-event': 'Note Hook' }, {}]) {
      expect(concernsGuide(readEvent(headers, push('refs/heads/main')), undefined)).toBe(false);
    }
  });

  it('is read from anything', () =>
    fc.assert(
      fc.property(fc.anything(), (payload) => {
        concernsGuide(readEvent(github, payload), 'main');
      }),
    ));
});
