// npm run bench -- NAME …: runs bench/NAME.ts with the arguments that follow the name.
const BENCHMARKS = [
  'check',
  'checklists',
  'faults',
  'gates',
  'growth',
  'hostile-pages',
  'load',
  'ranking',
  'raw-markup',
  'reload',
  'soak',
  'speed',
  'surfaces',
];

const [name = ''] = process.argv.splice(2, 1);
if (!BENCHMARKS.includes(name)) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${BENCHMARKS.join(', ')}`);
  process.exit(2);
}
await import(`./${name}.js`);
