/** An error with its causes as plain fields; JSON would write it as `{}`. */
export function describeError(error: Error): Record<string, unknown> {
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error instanceof AggregateError && { errors: error.errors.map(describe) }),
    ...(error.cause !== undefined && { cause: describe(error.cause) }),
  };
}

function describe(value: unknown): unknown {
  return value instanceof Error ? describeError(value) : value;
}
