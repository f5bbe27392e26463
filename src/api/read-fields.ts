import { nearestWord } from '../guide/near-names.js';
import { type FieldProblem, pointerTo } from './problem.js';

/** Reads the fields of a body, and collects everything that is wrong with them. */
export class Fields {
  readonly problems: FieldProblem[] = [];
  readonly #body: Readonly<Record<string, unknown>>;

  /** @param names those that there are; any other is a problem */
  constructor(body: Readonly<Record<string, unknown>>, names: readonly string[]) {
    this.#body = body;
    for (const name of Object.keys(body).filter((each) => !names.includes(each))) {
      const nearest = nearestWord(name, names);
      const hint = nearest === undefined ? `There are ${names.join(', ')}.` : `Did you mean “${nearest}”?`;
      this.refuse(pointerTo(name), `There is no field “${short(name)}”. ${hint}`);
    }
  }

  refuse(pointer: string, detail: string): void {
    this.problems.push({ pointer, detail });
  }

  /** A text that must be there, trimmed and on one line; empty if it is wrong. @param max characters */
  required(name: string, max: number): string {
    const text = this.optional(name, max);
    if (text === undefined && !this.problems.some(({ pointer }) => pointer === pointerTo(name)))
      this.refuse(pointerTo(name), `“${name}” is missing.`);
    return text ?? '';
  }

  /** The same for one that may be missing. One that is blank counts as missing. */
  optional(name: string, max: number): string | undefined {
    const value = this.#field(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') {
      this.refuse(pointerTo(name), `“${name}” must be a text.`);
      return undefined;
    }
    const text = value.replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim();
    if (text.length <= max) return text || undefined;
    this.refuse(pointerTo(name), `“${name}” has ${text.length} characters, and the limit is ${max}.`);
    return undefined;
  }

  /** A text that must be there and keeps its lines, such as a pasted log; empty if it is wrong. @param max characters */
  lines(name: string, max: number): string {
    const value = this.#field(name);
    if (typeof value !== 'string' || value.trim() === '') {
      const isText = typeof value === 'string' || value === undefined || value === null;
      this.refuse(pointerTo(name), isText ? `“${name}” is missing or empty.` : `“${name}” must be a text.`);
      return '';
    }
    if (value.length <= max) return value;
    this.refuse(pointerTo(name), `“${name}” has ${value.length} characters, and the limit is ${max}.`);
    return '';
  }

  /** A whole number that may be missing. */
  number(name: string, min: number, max: number): number | undefined {
    const value = this.#field(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    this.refuse(pointerTo(name), `“${name}” must be a whole number from ${min} to ${max}.`);
    return undefined;
  }

  /** One of some words; the first of them if it is wrong. */
  choice<T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const value = this.#field(name);
    const choice = choices.find((each) => each === value);
    if (choice === undefined) this.refuse(pointerTo(name), `“${name}” must be one of ${choices.join(', ')}.`);
    return choice ?? choices[0];
  }

  /** An object of texts, as they are; without those that are wrong. */
  texts(name: string): Record<string, string> {
    const value = this.#field(name) ?? {};
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.refuse(pointerTo(name), `“${name}” must be an object of texts.`);
      return {};
    }
    const entries = Object.entries(value).filter(([key, text]) => {
      if (typeof text !== 'string') this.refuse(pointerTo(name, key), `“${short(key)}” must be a text.`);
      return typeof text === 'string';
    });
    return Object.fromEntries(entries);
  }

  #field(name: string): unknown {
    return Object.hasOwn(this.#body, name) ? this.#body[name] : undefined;
  }
}

/** What a caller wrote, short enough for an answer. */
export function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
