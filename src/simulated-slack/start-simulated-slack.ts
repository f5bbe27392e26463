import type { SimulatedSlack, SimulatedSlackOptions } from './simulated-slack.js';

/** Starts a stand-in for Slack on 127.0.0.1. */
export const startSimulatedSlack = async (options: SimulatedSlackOptions): Promise<SimulatedSlack> => {
  throw new Error(`simulated-slack is not there yet (secret of ${options.signingSecret.length} characters)`);
};
