import { join } from 'node:path';
import { build } from 'esbuild';
import { slimBolt } from './slim-bolt.js';
import { writeNotices } from './write-notices.js';

/**
 * Puts the server and its libraries into a few files: it starts in a third of the time that hundreds of small ones take. What
 * `tsc` wrote stays beside them for the command line and for the playground, which the server does not load.
 * @param shippedIndex what the index of the guide that ships is known by, if there is one
 */
export async function bundleServer(root, out, shippedIndex) {
  const { metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints: ['src/main.ts', 'src/serve.ts', 'src/guide-worker.ts'],
    outdir: out,
    entryNames: '[name]',
    chunkNames: 'server-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    // So that no other index is taken for the one that this build has made.
    define: { SHIPPED_INDEX: JSON.stringify(shippedIndex) ?? 'undefined' },
    plugins: [slimBolt(root)],
    // libsql loads a binary; pg-native and the accelerators of ws are optional.
    // OpenTelemetry is installed only where it is wanted.
    external: ['libsql', 'pg-native', 'bufferutil', 'utf-8-validate', '@opentelemetry/*', './tryout/start-tryout.js'],
    // The libraries in CommonJS ask for Node's own modules.
    banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
    tsconfig: join(root, 'tsconfig.json'),
  });
  writeNotices(root, out, Object.keys(metafile.inputs));
}
