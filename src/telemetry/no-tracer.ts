import type { Tracer } from './tracer.js';

/** Follows nothing: where no collector is configured. */
export const noTracer: Tracer = {
  span: (_name, _attributes, work) => work(),
  part: (_name, work) => work(),
  note: () => {},
};
