// Loaded before measure-part.js: puts a stand-in where a module of the search is left out.
import { register } from 'node:module';

const hooks = `
let parts;
export const initialize = (data) => { parts = data; };
export const load = async (url, context, next) => {
  if (parts !== undefined && url.endsWith('/dist/search/' + parts.module)) {
    return { format: 'module', source: parts.source, shortCircuit: true };
  }
  return next(url, context);
};`;

const { PARTS } = await import('./parts.js');
const { module, source } = PARTS[process.env.PART ?? ''] ?? {};
if (module !== undefined) {
  register(`data:text/javascript,${encodeURIComponent(hooks)}`, import.meta.url, { data: { module, source } });
}
