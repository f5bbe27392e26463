import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PARTS } from './parts.js';
import { percent, table } from './table.js';

/** What each part is worth: the figures without it. Each in a process of its own, as some parts are modules left out. */
export function ablate(options) {
  const whole = measureWithout('', options);
  const rows = [['', 'Hit@1', 'Hit@3', 'MRR', 'change', 'MRR with typos', 'change']];
  for (const [name, found] of [
    ['everything', whole],
    ...Object.keys(PARTS).map((part) => [part, measureWithout(part, options)]),
  ]) {
    const change = (of) => (found === whole ? '' : signed(found[of].mrr - whole[of].mrr));
    const { clean, typos } = found;
    rows.push([
      name,
      percent(clean.hit1),
      percent(clean.hit3),
      clean.mrr.toFixed(3),
      change('clean'),
      typos.mrr.toFixed(3),
      change('typos'),
    ]);
  }
  return table(rows);
}

function signed(value) {
  return (value < 0 ? '−' : '+') + Math.abs(value).toFixed(3);
}

function measureWithout(part, options) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      '--no-warnings',
      '--import',
      new URL('leave-out-module.js', import.meta.url).href,
      fileURLToPath(new URL('measure-part.js', import.meta.url)),
    ],
    {
      env: { ...process.env, PART: part, OPTIONS: JSON.stringify(options) },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (status !== 0) throw new Error(`measuring "${part}" failed`);
  return JSON.parse(stdout);
}
