import type { TObject, TSchema } from 'typebox';
import type { Validator } from 'typebox/compile';
import type { EventKind } from '../graph/model/event.ts';
import type { RingfenceError } from '../kernel/errors.ts';
import { invalidField, unknownField } from './invalid.ts';

export const INSTANT_WANTED = 'ISO 8601 text with a zone such as 2025-01-31T09:30:00Z';

interface Problem {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly params: object;
}

/** Says which field has a wrong shape and what was wanted there: the first one, in the order of the schema. */
export function shapeProblem(
  kind: EventKind,
  shape: TObject,
  validator: Validator,
  value: unknown,
): RingfenceError {
  const problem = (validator.Errors(value) as readonly Problem[]).find((one) => tellsMost(one, value));
  if (problem === undefined) return invalidField('event', value, `the shape of the kind ${kind}`);
  const path = pathOf(problem);
  const name = path.join('.');
  const schema = schemaAt(shape, path, value);
  if (schema === undefined) return unknownField(name, `the kind ${kind}`);
  return invalidField(name, valueAt(value, path), wanted(schema, path.at(-1)!));
}

/** An object's own complaint only repeats that of its field, and of a choice only the branch meant is of interest. */
function tellsMost(problem: Problem, value: unknown): boolean {
  if (problem.keyword === 'additionalProperties' || problem.keyword === 'anyOf') return false;
  const branch = /^#\/properties\/subject\/anyOf\/(\d)/.exec(problem.schemaPath)?.[1];
  return branch === undefined || Number(branch) === subjectBranch(value);
}

/** A label is about an entity (first branch) or, when it says so, about an event (second). */
function subjectBranch(value: unknown): number {
  return valueAt(value, ['subject', 'type']) === 'Event' ? 1 : 0;
}

function pathOf(problem: Problem): readonly string[] {
  const path = problem.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (problem.keyword !== 'required') return path;
  const { requiredProperties } = problem.params as { requiredProperties: readonly string[] };
  return [...path, requiredProperties[0]];
}

/** JSON Schema keywords as TypeBox lays them out; the parts needed here. */
interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

function schemaAt(shape: TSchema, path: readonly string[], value: unknown): SchemaNode | undefined {
  let node: SchemaNode | undefined = shape as SchemaNode;
  for (const part of path) {
    if (node?.anyOf) node = node.anyOf[subjectBranch(value)];
    const children: Readonly<Record<string, SchemaNode>> | readonly SchemaNode[] | undefined =
      node?.properties ?? node?.items;
    node =
      children && Object.hasOwn(children, part) ? (children as Record<string, SchemaNode>)[part] : undefined;
  }
  return node;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let node = value;
  for (const part of path)
    node =
      typeof node === 'object' && node !== null && Object.hasOwn(node, part)
        ? (node as Record<string, unknown>)[part]
        : undefined;
  return node;
}

const TIMES: ReadonlySet<string> = new Set(['at', 'observedAt', 'availableAt', 'expiry']);

function wanted(schema: SchemaNode, name: string): string {
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.const !== undefined) return String(schema.const);
  if (schema.type === 'string') return wantedText(schema, name);
  if (schema.type === 'integer' || schema.type === 'number') return wantedNumber(schema);
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'array') return 'a list of source and id';
  const fields = (schema.anyOf?.[0] ?? schema).properties ?? {};
  return `an object with ${Object.keys(fields).join(', ')}`;
}

function wantedText(schema: SchemaNode, name: string): string {
  if (TIMES.has(name)) return INSTANT_WANTED;
  return `text of ${schema.minLength ?? 0} to ${schema.maxLength} characters`;
}

function wantedNumber(schema: SchemaNode): string {
  const what = schema.type === 'integer' ? 'a whole number' : 'a number';
  return schema.minimum === undefined ? what : `${what} from ${schema.minimum} to ${schema.maximum}`;
}
