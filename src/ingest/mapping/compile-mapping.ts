import type { RingfenceError } from '../../kernel/errors.ts';
import { compileWhen } from './condition.ts';
import { compileEvent } from './event-template.ts';
import { filePattern } from './file-pattern.ts';
import { isList, wantedName, type MappingFile, type Node, type Path } from './mapping-file.ts';
import type { MappedTable, Mapping, NeededColumn } from './mapping.ts';
import { Scope } from './scope.ts';
import { checked, MAPPING, TABLE } from './shapes.ts';
import { compileText, type TableCompiler } from './text-value.ts';

/** A table while it is compiled. */
interface Draft {
  readonly name: string;
  readonly path: Path;
  readonly parts: NonNullable<(typeof TABLE)['sample']>;
  readonly scope: Scope;
  /** What other tables take, and where they first do; the place in it is what a look-up keeps. */
  readonly taken: Map<string, Path>;
}

/** Compiles a mapping. @throws RingfenceError MAPPING_INVALID */
export function compileMapping(file: MappingFile): Mapping {
  const { source, currency, zone, currencies = {}, tables } = checked(file, [], file.root, MAPPING);
  const drafts = new Map(
    Object.entries(tables).map(([name, node]) => [
      name,
      draftOf(file, name, node, Object.keys(tables).length),
    ]),
  );
  const lookUp = (table: string, column: string, path: Path): number => {
    const other = drafts.get(table);
    if (!other) throw file.unknown(path, table, 'table', [...drafts.keys()]);
    if (other.parts.key === undefined)
      throw file.invalid(path, `the table ${table} has no key; wanted key: COLUMN there`);
    if (!other.taken.has(column)) other.taken.set(column, [...path.slice(0, -1), 'take']);
    return [...other.taken.keys()].indexOf(column);
  };
  const unfinished = [...drafts.values()].map((draft) =>
    compileTable({ file, scope: draft.scope, currency, zone, lookUp }, draft),
  );
  // A table may be looked up in by a later one, which adds to what it has to read.
  return {
    file: file.path,
    source,
    currencies: Object.entries(currencies).map(([code, exponent]) => ({ code, exponent: Number(exponent) })),
    tables: unfinished.map((finish) => finish()),
  };
}

function draftOf(file: MappingFile, name: string, node: Node, tables: number): Draft {
  const path = ['tables', name];
  const parts = checked(file, path, node, TABLE);
  if (parts.columns && parts.file === undefined && tables > 1)
    throw file.invalid(path, 'a file without a header is told by its name; wanted file: PATTERN');
  if (parts.events === undefined && parts.key === undefined)
    throw file.invalid(path, 'has neither events nor a key to be looked up by; wanted one of them');
  return { name, path, parts, scope: new Scope(file, parts.columns ?? null), taken: new Map() };
}

function compileTable(compiler: TableCompiler, draft: Draft): () => MappedTable {
  const { path, parts, scope, taken } = draft;
  const { file } = compiler;
  const key = parts.key === undefined ? null : compileKey(compiler, [...path, 'key'], parts.key);
  const lets = Object.entries(parts.let ?? {}).map(([local, node]) => {
    const value = compileText(compiler, [...path, 'let', local], node).read;
    return { slot: scope.define(local), value };
  });
  const when = compileWhen(compiler, [...path, 'when'], parts.when);
  const events = (parts.events ?? []).map((node, i) =>
    compileEvent(compiler, [...path, 'events', String(i)], node),
  );
  for (const [i, column] of (parts.header ?? []).entries())
    scope.slot(column, [...path, 'header', String(i)]);
  const layout = layoutOf(file, path, parts);
  const claims = parts.file === undefined ? null : claimsOf(file, [...path, 'file'], parts.file);
  const encoding = encodingOf(file, path, parts.encoding);
  return () => {
    const slots = Array.from(taken, ([column, from]) => scope.slot(column, from));
    return {
      ...finishTable(draft, file),
      claims,
      layout,
      encoding,
      lets,
      when,
      events,
      lookup: key && slots.length > 0 ? { ...key, taken: slots } : undefined,
    };
  };
}
/** What is known of a table only when all others have said what they take from it. */
function finishTable(
  { name, parts, scope }: Draft,
  file: MappingFile,
): Pick<MappedTable, 'name' | 'columns' | 'slots' | 'blank' | 'trim' | 'own'> {
  return {
    name,
    columns: scope.columns.map((column) => neededColumn(file, name, column)),
    slots: scope.size,
    blank: new Set(['', ...(parts.blank ?? [])]),
    trim: parts.trim === 'true',
    own: { line: scope.find('$line'), file: scope.find('$file'), hash: scope.find('$hash') },
  };
}

/** A column by its name, or a template. */
function compileKey(
  compiler: TableCompiler,
  path: Path,
  node: Node,
): Pick<NonNullable<MappedTable['lookup']>, 'key' | 'keyColumn'> {
  const text = typeof node === 'string' && !node.includes('{') ? { column: node } : node;
  const { read, name } = compileText(compiler, path, text);
  if (name === null)
    throw compiler.file.invalid(path, 'names no column; wanted a column, or a template with one');
  return { key: read, keyColumn: name };
}

function layoutOf(file: MappingFile, path: Path, parts: Draft['parts']): MappedTable['layout'] {
  const delimiter = parts.delimiter === 'tab' ? '\t' : (parts.delimiter ?? ',');
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter))
    throw file.invalid([...path, 'delimiter'], `is "${delimiter}"; wanted one character, or tab`);
  const twice = parts.columns?.find((name, i) => parts.columns!.indexOf(name) !== i);
  if (twice !== undefined) throw file.invalid([...path, 'columns'], `has "${twice}" twice; wanted it once`);
  return { delimiter, columns: parts.columns, skipLines: Number(parts.skip ?? 0) };
}

function encodingOf(file: MappingFile, path: Path, name: string | undefined): string | null {
  if (name === undefined) return null;
  try {
    const { encoding } = new TextDecoder(name);
    return encoding === 'utf-8' ? null : encoding;
  } catch {
    throw file.invalid(
      [...path, 'encoding'],
      `"${name}" is no encoding; wanted utf-8, windows-1252, utf-16le, …`,
    );
  }
}

function claimsOf(file: MappingFile, path: Path, node: Node): (name: string) => boolean {
  const patterns = (isList(node) ? node : [node]).map((pattern) => {
    if (typeof pattern !== 'string' || pattern === '')
      throw file.invalid(path, 'wanted a pattern of file names such as "payments*.csv", or a list of them');
    return filePattern(pattern);
  });
  return (name) => patterns.some((matches) => matches(name));
}

function neededColumn(
  file: MappingFile,
  table: string,
  { name, slot, path }: { name: string; slot: number; path: Path },
): NeededColumn {
  const missing = (input: string, found: readonly string[]): RingfenceError =>
    file.invalid(
      path,
      `${input} is the table ${table} and has no column "${name}"; ${wantedName(name, found)}`,
    );
  return { name, slot, missing };
}
