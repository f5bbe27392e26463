import type { Json, JsonObject } from '../protocol.js';

/** Blocks come from an app that may send anything: these read a field as what it should be, or as nothing. */
export const asText = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

export const asObject = (value: Json | undefined): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !isList(value) ? value : undefined;

export const asObjects = (value: Json | undefined): JsonObject[] =>
  isList(value) ? value.map(asObject).filter((one) => one !== undefined) : [];

/** The characters of a text object, whatever its kind; empty where there is none. */
export const textOf = (value: Json | undefined): string => asText(asObject(value)?.text) ?? '';

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
