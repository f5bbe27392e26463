// JSON schemas that others publish. Those that no package ships are files of SCHEMA_DIR (by default ../shared/schemas).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

/** A parsed document, or a schema. */
export type Json = Readonly<Record<string, unknown>>;

export interface PublishedSchema {
  /** A file of SCHEMA_DIR. */
  readonly schema: string;
  /** The part of it to use. */
  readonly pointer?: string;
  readonly change?: (schema: Json) => Json;
}

export function pathOfSchema(name: string): string {
  return join(process.env.SCHEMA_DIR ?? '../shared/schemas', name);
}

/** What is wrong with a document; undefined without the schema. */
export function schemaProblems(document: unknown, published: PublishedSchema): string[] | undefined {
  const { schema: name, pointer, change = (schema) => schema } = published;
  const path = pathOfSchema(name);
  if (!existsSync(path)) return undefined;
  return problemsBy(change(JSON.parse(readFileSync(path, 'utf8'))), document, pointer);
}

/** What begins the only problem of a document of which the schema knows nothing. */
export const NOT_IN_SCHEMA = 'the schema has no';

/** What is wrong with a document, by a schema or the part of it at `pointer`. */
export function problemsBy(schema: Json, document: unknown, pointer?: string): string[] {
  const ajv = new Ajv({ allErrors: true, strict: false, logger: false });
  addFormats.default(ajv);
  // Compose means durations such as 1m30s.
  ajv.addFormat('duration', /^(\d+(h|m|s|ms|us))+$/);
  const validate = pointer === undefined ? ajv.compile(schema) : ajv.addSchema(schema, 's').getSchema(`s#${pointer}`);
  if (validate === undefined) return [`${NOT_IN_SCHEMA} ${pointer}`];
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath || '/', message, params.additionalProperty].filter(Boolean).join(' '),
  );
}

/** The schema of a Kubernetes object, without unknown keys. `networking.k8s.io/v1` is `networking.v1` there, and `v1` is `core.v1`. */
export function kubernetesSchema(apiVersion: string, kind: string): PublishedSchema {
  const [version = '', group = 'core'] = apiVersion.replace('.k8s.io', '').split('/').reverse();
  const pointer = `/definitions/io.k8s.api.${group}.${version}.${kind}`;
  return { schema: 'kubernetes.json', pointer, change: refuseUnknownKubernetesKeys };
}

/** Published schemas allow unknown keys, so they miss typing errors. */
export function refuseUnknownKeys(schema: Json): Json {
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, Array.isArray(value) ? value.map(refuseIn) : refuseIn(value)]),
  );
  const lists = typeof copy.properties === 'object' && copy.properties !== null;
  return lists && copy.additionalProperties === undefined ? { ...copy, additionalProperties: false } : copy;
}

function refuseIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? refuseUnknownKeys(value as Json)
    : value;
}

/** The published schema is older than `seccompProfile`. */
function refuseUnknownKubernetesKeys(schema: Json): Json {
  const copy = refuseUnknownKeys(schema) as { definitions: Record<string, Record<string, unknown>> };
  delete copy.definitions['io.k8s.api.core.v1.PodSecurityContext']?.additionalProperties;
  return copy;
}
