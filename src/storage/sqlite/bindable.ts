/**
 * The values as SQLite can bind them. Checked here because libsql ends the whole process when it is handed a boolean.
 * @throws TypeError
 */
export function bindable(values: readonly unknown[], sql: string): unknown[] {
  const wrong = values.find((value) => value !== null && typeof value !== 'string' && !Number.isFinite(value));
  if (wrong !== undefined || values.includes(undefined)) {
    throw new TypeError(`SQLite binds strings, finite numbers and null, not ${typeof wrong} ${wrong}, in: ${sql}`);
  }
  return [...values];
}
