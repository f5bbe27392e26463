import type { Json, JsonObject } from '../protocol.js';

/** Blocks come from an app that may send anything: these read a field as what it should be, or as nothing. */
export function asText(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !isList(value) ? value : undefined;
}

export function asObjects(value: Json | undefined): JsonObject[] {
  return isList(value) ? value.map(asObject).filter((one) => one !== undefined) : [];
}

/** The characters of a text object, whatever its kind; empty where there is none. */
export function textOf(value: Json | undefined): string {
  return asText(asObject(value)?.text) ?? '';
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
