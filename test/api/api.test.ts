import { describe, expect, it } from '@jest/globals';
import { createApi } from '../../src/api/api.js';
import type { ApiRequest, ApiServices } from '../../src/api/call.js';
import { StoreUnavailable } from '../../src/checklist/errors.js';
import { noTracer } from '../../src/telemetry/tracing.js';
import { type AccessToken, newSecret } from '../../src/workspaces/access-tokens.js';

const secret = newSecret();
const token: AccessToken = {
  ...{ installation: 'T1', id: 'a1', name: 'ci', channels: ['C1'], may: ['start', 'gate'] },
  ...{ createdBy: 'root', createdAt: new Date('2026-11-20T09:00:00Z') },
};

/** The API with one token, and nothing behind it but what a test gives. */
function anApi(changes: Partial<ApiServices> = {}) {
  const logged: unknown[] = [];
  const log = (...line: unknown[]) => void logged.push(line);
  const services = {
    tokens: { use: async (given: string) => (given === secret ? token : undefined), hasAny: async () => true },
    installationOf: async () => 'T1',
    limits: { take: () => undefined, guess: () => undefined },
    logger: { debug: log, info: log, warn: log, error: log },
    tracer: noTracer,
    ...changes,
  } as unknown as ApiServices;
  const api = createApi(services, '1.0.0');
  const call = async (path: string, more: Partial<ApiRequest> & { bearer?: string } = {}) => {
    const { bearer = secret, ...request } = more;
    const answer = await api({
      method: 'GET',
      path,
      query: new URLSearchParams(),
      header: (name) => ({ authorization: `Bearer ${bearer}`, 'content-type': 'application/json' })[name],
      body: async () => Buffer.from('{}'),
      ...request,
    });
    return answer === 'off' ? { status: 'off' as const, headers: {}, body: '' } : answer;
  };
  return { call, logged };
}

describe('the API without a server', () => {
  it('is off while no token was ever made, and notices the first one', async () => {
    let made = false;
    let guesses: number | undefined = 1_000;
    const { call } = anApi({
      tokens: { use: async () => (made ? token : undefined), hasAny: async () => made },
      limits: { take: () => undefined, guess: () => guesses },
    });
    // Not even a flood of guesses shows that there is an API.
    expect((await call('/openapi.json')).status).toBe('off');
    guesses = undefined;
    expect((await call('/openapi.json')).status).toBe('off');
    made = true;
    expect((await call('/openapi.json')).status).toBe(200);
    made = false; // Revoked: it stays on.
    expect((await call('/runs')).status).toBe(401);
  });

  it('does not read the body of a caller without a token, or of one that may not make the call', async () => {
    const { call } = anApi();
    const body = async () => {
      throw new Error('It was read');
    };
    expect((await call('/runs', { method: 'POST', bearer: newSecret(), body })).status).toBe(401);
    expect((await call('/runs/x/bypass', { method: 'POST', body })).status).toBe(403);
    expect((await call('/nothing', { method: 'POST', body })).status).toBe(404);
  });

  it('says when to try again after too many requests, bodies or outages', async () => {
    const slow = anApi({ limits: { take: (_, isChange) => (isChange ? 2_001 : undefined), guess: () => undefined } });
    expect(await slow.call('/runs', { method: 'POST' })).toMatchObject({
      status: 429,
      headers: { 'retry-after': '3' },
    });
    const full = await anApi().call('/runs', { method: 'POST', body: async () => 'too-much-at-once' });
    expect(full).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    const nowhere = anApi({ installationOf: async () => undefined });
    expect(await nowhere.call('/runs')).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    const away = async () => {
      throw new StoreUnavailable(new Error('no connection'));
    };
    for (const { call } of [anApi({ tokens: { use: away, hasAny: away } }), anApi({ runs: { get: away } as never })])
      expect(await call('/runs/x/gate')).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  });

  it('lets a token that it knows through a flood of unknown ones', async () => {
    let guesses = 0;
    const { call } = anApi({
      limits: { take: () => 1_000, guess: () => (++guesses > 3 ? 60_000 : undefined) },
    });
    // Its limit is another one.
    expect((await call('/runs')).status).toBe(429);
    const unknown = [];
    for (let each = 0; each < 5; each += 1) unknown.push((await call('/runs', { bearer: newSecret() })).status);
    expect(unknown).toEqual([401, 401, 429, 429, 429]);
    expect((await call('/openapi.json')).status).toBe(200);
  });

  it('answers an unexpected error with a reference that the log has, and without its text', async () => {
    const { call, logged } = anApi({
      runs: {
        get: async () => {
          throw new Error('a secret of ours');
        },
      } as never,
    });
    const { body, status } = await call('/runs/x');
    expect(status).toBe(500);
    const { detail } = body as { detail: string };
    expect(detail).not.toContain('a secret of ours');
    const reference = /[0-9A-F]{8}/.exec(detail)?.[0] ?? 'none';
    expect(JSON.stringify(logged)).toContain(reference);
  });
});
