import { EVENT_KINDS, STORED_SHAPES, type EventKind } from '../../graph/model/event.ts';
import type { LooseEvent } from '../datasets/table-rows.ts';
import { compileWhen } from './condition.ts';
import { compileField, type FieldSchema } from './event-fields.ts';
import { isList, type Node, type Path } from './mapping-file.ts';
import type { Reader, Row } from './mapping.ts';
import { checked, EACH } from './shapes.ts';
import type { TableCompiler } from './text-value.ts';

/**
 * Compiles one entry of `events`: kind, id, at, the fields of that kind, and `when` and `each`. Gives the events of a
 * row: none when the condition does not hold, one for each part of the cell with `each`.
 */
export function compileEvent(compiler: TableCompiler, path: Path, node: Node): Reader<readonly LooseEvent[]> {
  const { file } = compiler;
  if (typeof node === 'string' || isList(node))
    throw file.invalid(path, 'wanted an event with kind, id, at, …');
  const { kind: kindNode, when, each, ...fields } = node;
  const kind = kindOf(compiler, path, kindNode);
  const parts = compileEach(compiler, path, each);
  const holds = compileWhen(compiler, [...path, 'when'], when);
  const read = compileFields(compiler, path, kind, fields);
  parts?.done();
  if (!parts) return (row, run) => (holds(row, run) ? [read(row, run)] : []);
  return (row, run) => {
    const events: LooseEvent[] = [];
    for (const part of parts.of(row)) {
      row[parts.slot] = part;
      if (holds(row, run)) events.push(read(row, run));
    }
    return events;
  };
}

function kindOf({ file }: TableCompiler, path: Path, node: Node | undefined): EventKind {
  const wanted = EVENT_KINDS as readonly string[];
  if (typeof node !== 'string')
    throw file.invalid(path, `kind is missing; wanted one of ${wanted.join(', ')}`);
  if (!wanted.includes(node)) throw file.unknown([...path, 'kind'], node, 'kind of event', wanted);
  return node as EventKind;
}

interface Parts {
  readonly slot: number;
  /** The parts of a row's cell that are not blank, each once. */
  of(row: Row): readonly string[];
  /** Ends what the name of the part means. */
  done(): void;
}

function compileEach(compiler: TableCompiler, path: Path, node: Node | undefined): Parts | null {
  if (node === undefined) return null;
  const { scope } = compiler;
  const { column, split, as } = checked(compiler.file, [...path, 'each'], node, EACH);
  const from = scope.slot(column, [...path, 'each', 'column']);
  const before = scope.find(as);
  const slot = scope.define(as);
  return {
    slot,
    of: (row) =>
      [...new Set(row[from].split(split).map((part) => part.trim()))].filter((part) => part !== ''),
    done: () => scope.forget(as, before),
  };
}

function compileFields(
  compiler: TableCompiler,
  path: Path,
  kind: EventKind,
  fields: Readonly<Record<string, Node>>,
): Reader<LooseEvent> {
  const { file } = compiler;
  const { properties, required } = STORED_SHAPES[kind] as unknown as Required<
    Pick<FieldSchema, 'properties' | 'required'>
  >;
  const names = Object.keys(properties).filter((name) => name !== 'kind');
  for (const name of Object.keys(fields))
    if (!names.includes(name)) throw file.unknown([...path, name], name, `field of ${kind}`, names);
  const missing = required.filter(
    (name) => !['kind', 'source', 'observedAt'].includes(name) && !Object.hasOwn(fields, name),
  );
  if (missing.length > 0)
    throw file.invalid(path, `a ${kind} needs ${missing.join(', ')}; wanted a value for it`);
  const readers = Object.entries(fields).map(
    ([name, value]) =>
      [name, compileField(compiler, [...path, name], name, properties[name], value)] as const,
  );
  return (row, run) => {
    const event: Record<string, unknown> = { kind };
    for (const [name, read] of readers) event[name] = read(row, run);
    return event;
  };
}
