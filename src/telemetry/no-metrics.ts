import type { Metrics } from './metrics.js';

/** Counts nothing: where nobody collects. */
export const noMetrics: Metrics = {
  request: () => {},
  answer: () => {},
  slackCall: () => {},
  httpResponse: () => {},
  redraw: () => {},
  gaveUp: () => {},
};
