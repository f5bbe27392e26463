/** An error with its causes as plain fields; JSON would write it as `{}`. */
export const describeError = (error: Error): Record<string, unknown> => ({
  name: error.name,
  message: error.message,
  stack: error.stack,
  ...(error instanceof AggregateError && { errors: error.errors.map(describe) }),
  ...(error.cause !== undefined && { cause: describe(error.cause) }),
});

const describe = (value: unknown): unknown => (value instanceof Error ? describeError(value) : value);
