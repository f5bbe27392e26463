import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs steps one after the other, and prints each with its time and what it found. */
export function createSteps(say = (line) => process.stdout.write(`${line}\n`)) {
  const started = performance.now();
  const held = [];
  const seconds = (from) => `${((performance.now() - from) / 1_000).toFixed(1)} s`;
  return {
    say,
    /** @returns what the work returns. @throws Error that names the step */
    step: async (name, work) => {
      const from = performance.now();
      try {
        const found = await work();
        held.push(name);
        const told = typeof found === 'string' ? found : found?.told;
        say(`ok    ${seconds(from).padStart(7)}  ${name}${told ? `: ${told}` : ''}`);
        return found;
      } catch (error) {
        throw new Error(`${name} (after ${seconds(from)}): ${error instanceof Error ? error.message : error}`, {
          cause: error,
        });
      }
    },
    summary: () => `Held, in ${seconds(started)}: ${held.join('; ')}.`,
  };
}

/** @throws Error with what is wrong, where it does not hold */
export function demand(holds, wrong) {
  if (!holds) throw new Error(wrong);
}

/** Waits until it holds. @throws Error that says what was waited for */
export async function until(holds, what, withinMs = 5_000) {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    demand(performance.now() < end, `waited ${withinMs} ms in vain for ${what}`);
    await sleep(1);
  }
}

/** Runs a program to its end. @returns what it wrote. @throws Error with that, where it fails */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${[command, ...args].join(' ')} ended with ${code}:\n${output.trim()}`));
    });
  });
}
