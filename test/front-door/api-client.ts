import { expect } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { routesOf } from '../../src/api/api.js';
import { openApi } from '../../src/api/openapi.js';
import { runInProcess } from '../cli/run-in-process.js';

export const DEPLOYMENTS = 'C0DEPLOY02';
export const GENERAL = 'C0GENERAL1';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it with matchers
  readonly body: any;
}

export interface ApiClient {
  readonly token: string;
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** Makes a token as an operator does, for the database of an app. */
export async function createToken(
  databaseUrl: string,
  { name = 'ci', channels = DEPLOYMENTS, may = 'start,tick,gate,bypass', workspace = '' } = {},
): Promise<string> {
  const options = [
    '--name',
    name,
    '--channels',
    channels,
    '--may',
    may,
    ...(workspace ? ['--workspace', workspace] : []),
  ];
  const { code, out, err } = await runInProcess(['token', 'create', ...options], {
    env: { DATABASE_URL: databaseUrl },
  });
  if (code !== 0) throw new Error(err);
  return out.trim();
}

/** Calls the API of an app. Every answer is held to the OpenAPI document. @param app with the address of a path */
export function apiClient(app: { url(path: string): string }, token: string): ApiClient {
  const call = async (path: string, request: RequestInit): Promise<Answer> => {
    const response = await fetch(app.url(`/api/v1${path}`), {
      ...request,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...request.headers },
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const body = type.includes('json') ? JSON.parse(text) : text;
    expectDocumented({ method: request.method ?? 'GET', path, status: response.status, type, body });
    return { status: response.status, headers: response.headers, body };
  };
  return {
    token,
    get: (path) => call(path, {}),
    post: (path, body, headers = {}) =>
      call(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

const document = openApi('0.0.0');
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(document, 'api');

/** Whether the document says that this call may be answered like this. Paths that are not in it are left alone. */
function expectDocumented(answer: { method: string; path: string; status: number; type: string; body: unknown }): void {
  const { method, path, status, type, body } = answer;
  const matched = routesOf(path.replace(/\?.*/s, '')).find(({ route }) => route.method === method);
  if (matched === undefined) return;
  const pointer = ['paths', matched.route.path, method.toLowerCase(), 'responses', String(status)];
  const media = type.replace(/;.*/, '');
  const where = [...pointer, 'content', media, 'schema'].map((part) =>
    part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D'),
  );
  const validate = ajv.getSchema(`api#/${where.join('/')}`);
  if (validate === undefined) throw new Error(`The document does not say that ${pointer.join(' ')} may be ${media}`);
  validate(body);
  expect([method, path, status, validate.errors ?? []]).toEqual([method, path, status, []]);
}
