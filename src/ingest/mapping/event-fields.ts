import { invalidField } from '../invalid.ts';
import { isList, type Node, type Path } from './mapping-file.ts';
import type { Reader } from './mapping.ts';
import { compileMoney } from './money-value.ts';
import { compileText, type TableCompiler } from './text-value.ts';
import { compileTime } from './time-value.ts';

/** JSON Schema of an event's field as TypeBox lays it out; the parts needed here. */
export interface FieldSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly FieldSchema[];
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
}

const TIMES: ReadonlySet<string> = new Set(['at', 'observedAt', 'availableAt', 'expiry']);

/** Compiles one field of an event by what the event's schema has there; undefined is left out of the event. */
export function compileField(
  compiler: TableCompiler,
  path: Path,
  name: string,
  schema: FieldSchema,
  node: Node,
): Reader<unknown> {
  if (TIMES.has(name)) return compileTime(compiler, path, node);
  if (name === 'of') return compileKey(compiler, path, node);
  if (name === 'subject') return compileSubject(compiler, path, schema, node);
  if (isMoney(schema)) return compileMoney(compiler, path, node);
  if (name === 'balances') return compileObject(compiler, path, schema, node, minorField);
  if (schema.properties) return compileObject(compiler, path, schema, node, compileField);
  const { read, name: column } = compileText(compiler, path, node);
  const field = column ?? name;
  if (schema.type === 'boolean') return (row, run) => truth(field, read(row, run));
  if (schema.type === 'integer' || schema.type === 'number')
    return (row, run) => number(field, read(row, run));
  checkChoice(compiler, path, schema, node, column);
  return (row, run) => read(row, run) || undefined;
}

/** A constant, or what a map gives, is looked at before any row is. */
function checkChoice(
  { file }: TableCompiler,
  path: Path,
  { enum: choices }: FieldSchema,
  node: Node,
  column: string | null,
): void {
  if (!choices) return;
  const names = choices.map(String);
  const given: readonly (readonly [Path, Node])[] =
    typeof node === 'string'
      ? column === null
        ? [[path, node]]
        : []
      : Object.entries((node as { map?: Readonly<Record<string, Node>> }).map ?? {}).map(
          ([key, value]) => [[...path, 'map', key], value] as const,
        );
  for (const [place, value] of given)
    if (typeof value === 'string' && value !== '' && !names.includes(value))
      throw file.unknown(place, value, path.at(-1)!, names);
}

function isMoney({ properties }: FieldSchema): boolean {
  return properties !== undefined && 'minor' in properties;
}

type CompileField = typeof compileField;

/** Minor units alone: the event says elsewhere in which currency. */
function minorField(
  compiler: TableCompiler,
  path: Path,
  _name: string,
  _schema: FieldSchema,
  node: Node,
): Reader<unknown> {
  const read = compileMoney(compiler, path, node);
  return (row, run) => read(row, run)?.minor;
}

/** An object of fields; one of which all are blank is left out. */
function compileObject(
  compiler: TableCompiler,
  path: Path,
  schema: FieldSchema,
  node: Node,
  compile: CompileField,
): Reader<unknown> {
  const { file } = compiler;
  const properties = schema.properties!;
  const names = Object.keys(properties);
  if (typeof node === 'string' || isList(node))
    throw file.invalid(path, `wanted an object with ${names.join(', ')}`);
  const fields = Object.entries(node).map(([name, value]) => {
    const place = [...path, name];
    if (!Object.hasOwn(properties, name)) throw file.unknown(place, name, `part of ${path.at(-1)}`, names);
    return [name, compile(compiler, place, name, properties[name], value)] as const;
  });
  return (row, run) => {
    const found: Record<string, unknown> = {};
    for (const [name, read] of fields) {
      const value = read(row, run);
      if (value !== undefined) found[name] = value;
    }
    return Object.keys(found).length === 0 ? undefined : found;
  };
}

/** The key of another event: its id, whose source is this import's, or source and id. */
function compileKey(compiler: TableCompiler, path: Path, node: Node): Reader<unknown> {
  const named = typeof node === 'object' && !isList(node) && 'id' in node;
  const { id, source } = named ? (node as Readonly<Record<string, Node>>) : { id: node, source: undefined };
  const event = compileText(compiler, named ? [...path, 'id'] : path, id).read;
  const from = source === undefined ? null : compileText(compiler, [...path, 'source'], source).read;
  return (row, run) => {
    const found = event(row, run);
    return found === '' ? undefined : [from?.(row, run) || run.source, found];
  };
}

/** An entity or, for labels, an event: then its source is this import's unless said. */
function compileSubject(
  compiler: TableCompiler,
  path: Path,
  schema: FieldSchema,
  node: Node,
): Reader<unknown> {
  const [entity, event] = schema.anyOf ?? [schema];
  const types = (entity.properties!.type.enum ?? []).map(String);
  const all = {
    properties: {
      type: { enum: event ? [...types, 'Event'] : types },
      id: { type: 'string' },
      ...(event ? { source: { type: 'string' } } : {}),
    },
  };
  const read = compileObject(compiler, path, all, node, compileField) as Reader<
    Readonly<Record<string, string>> | undefined
  >;
  return (row, run) => {
    const subject = read(row, run);
    return subject?.type === 'Event' && event ? { source: run.source, ...subject } : subject;
  };
}

const TRUE: ReadonlySet<string> = new Set(['true', 't', 'yes', 'y', '1']);
const FALSE: ReadonlySet<string> = new Set(['false', 'f', 'no', 'n', '0']);

function truth(field: string, text: string): boolean | undefined {
  if (text === '') return undefined;
  const lower = text.toLowerCase();
  if (!TRUE.has(lower) && !FALSE.has(lower))
    throw invalidField(field, text, 'true or false, yes or no, 1 or 0');
  return TRUE.has(lower);
}

function number(field: string, text: string): number | undefined {
  if (text === '') return undefined;
  if (!/^[+-]?\d{1,15}(?:\.\d{1,15})?$/.test(text)) throw invalidField(field, text, 'a decimal number');
  return Number(text);
}
