import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { routes, routesOf } from '../../src/api/api.js';
import { pointerTo } from '../../src/api/problem.js';
import { Fields } from '../../src/api/read-fields.js';

describe('the fields of a body', () => {
  it('are read or refused with a pointer to them, whatever JSON there is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('page', 'values')), fc.jsonValue()), (given) => {
        const body = JSON.parse(JSON.stringify(given)) as Record<string, unknown>;
        const fields = new Fields(body, ['page', 'values', 'state']);
        const [page, values] = [fields.required('page', 10), fields.texts('values')];
        expect(page.length).toBeLessThanOrEqual(10);
        expect(Object.values(values).every((value) => typeof value === 'string')).toBe(true);
        expect(['done', 'open']).toContain(fields.choice('state', ['done', 'open']));
        const pointers = fields.problems.map(({ pointer }) => pointer);
        expect(page === '').toBe(pointers.includes('/page'));
        for (const name of Object.keys(body).filter((each) => !['page', 'values', 'state'].includes(each)))
          expect(pointers).toContain(pointerTo(name));
      }),
    );
  });

  it('are texts on one line, without what would hide a part of them', () => {
    const fields = new Fields({ name: ' a\n\u202Eb\tc ', blank: ' \n' }, ['name', 'blank']);
    expect([fields.required('name', 10), fields.optional('blank', 10)]).toEqual(['a b c', undefined]);
    expect(fields.required('blank', 10)).toBe('');
    expect(fields.problems).toEqual([{ pointer: '/blank', detail: '“blank” is missing.' }]);
  });
});

describe('the path of a call', () => {
  it('leads to its route with every part decoded', () => {
    const part = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(part, part, (run, item) => {
        const path = `/runs/${encodeURIComponent(run)}/items/${encodeURIComponent(item)}`;
        expect(routesOf(path).map(({ route, params }) => [route.path, params])).toEqual([
          ['/runs/{run}/items/{item}', { run, item }],
        ]);
      }),
    );
  });

  it('leads nowhere if it is longer, shorter or cannot be decoded', () => {
    for (const path of ['', '/', '/runs/', '/runs//gate', '/runs/%ff', '/runs/x/items', '/runs/x/gate/more', '/gate'])
      expect([path, routesOf(path)]).toEqual([path, []]);
    for (const { path } of routes) expect(routesOf(path).length).toBeGreaterThan(0);
  });
});
