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
