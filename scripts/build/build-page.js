// Makes the playground's page of its sources: the script and the style sheet as one small file each, with source maps.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** @param {{ root: string, out: string }} where `out` is the folder that the server reads the page from */
export function buildPage({ root, out }) {
  const page = join(root, 'src/playground/page');
  mkdirSync(out, { recursive: true });
  for (const name of ['index.html', 'app.svg']) cpSync(join(page, name), join(out, name));
  buildSync({
    entryPoints: [join(page, 'main.ts'), join(page, 'main.css')],
    outdir: out,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: true,
    logLevel: 'warning',
  });
}
