import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { routes } from '../../src/api/api.js';
import { openApi } from '../../src/api/openapi.js';

const document = openApi('1.2.3');

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { name: string; in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
    method.toUpperCase(),
    path,
    operation as Operation,
  ]),
);

describe('the OpenAPI document', () => {
  it('has every route of the API, and no others', () => {
    expect(operations.map(([method, path]) => `${method} ${path}`).sort()).toEqual(
      routes.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });

  it('names each operation once, its parameters, and what a refused token gets', () => {
    expect(new Set(operations.map(([, , { operationId }]) => operationId)).size).toBe(operations.length);
    for (const [method, path, { parameters, responses }] of operations) {
      const named = parameters.flatMap((parameter) => (parameter.in === 'path' ? [parameter.name] : []));
      expect([path, named]).toEqual([path, [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)]);
      const asked = parameters.flatMap((parameter) => (parameter.in === 'query' ? [parameter.name] : []));
      expect([path, asked]).toEqual([
        path,
        routes.find((route) => route.method === method && route.path === path)?.query ?? [],
      ]);
      const may = routes.find((route) => route.method === method && route.path === path)?.may;
      expect([path, '403' in responses]).toEqual([path, may !== undefined]);
      for (const status of ['401', '429', '503']) expect(Object.keys(responses)).toContain(status);
    }
  });

  it('has schemas that can be used, and references that lead somewhere', () => {
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    ajv.addSchema(document, 'api');
    for (const name of Object.keys(document.components.schemas))
      expect(ajv.getSchema(`api#/components/schemas/${name}`)).toBeInstanceOf(Function);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, name = ''] of references) expect(Object.keys(document.components.schemas)).toContain(name);
  });
});
