import { type SpawnOptions, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a step may return: the text is printed after its name. */
export type StepResult = string | { readonly summary: string };

export interface Steps {
  /** Runs a step and prints its name, its time and its result. @throws Error that names the step */
  step<T extends StepResult>(name: string, work: () => T | Promise<T>): Promise<T>;
  /** The names of all steps that passed. */
  summary(): string;
}

export function createSteps(say: (line: string) => void): Steps {
  const started = performance.now();
  const passed: string[] = [];
  const seconds = (from: number) => `${((performance.now() - from) / 1_000).toFixed(1)} s`;
  return {
    step: async (name, work) => {
      const from = performance.now();
      try {
        const result = await work();
        passed.push(name);
        const text = typeof result === 'string' ? result : result.summary;
        say(`ok    ${seconds(from).padStart(7)}  ${name}${text ? `: ${text}` : ''}`);
        return result;
      } catch (error) {
        throw new Error(`${name} (after ${seconds(from)}): ${error instanceof Error ? error.message : error}`, {
          cause: error,
        });
      }
    },
    summary: () => `Passed in ${seconds(started)}: ${passed.join('; ')}.`,
  };
}

/** @throws Error with this message if the condition does not hold */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Waits until the condition holds. @throws Error that says what it waited for */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 5_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await condition())) {
    assert(performance.now() < end, `waited ${withinMs} ms for ${what}`);
    await sleep(1);
  }
}

/** Runs a program to its end. @returns its output. @throws Error with its output if it fails */
export function runCommand(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${[command, ...args].join(' ')} exited with ${code}:\n${output.trim()}`));
    });
  });
}
