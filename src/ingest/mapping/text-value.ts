import { invalidField } from '../invalid.ts';
import { isList, type MappingFile, type Node, type Path } from './mapping-file.ts';
import type { Reader } from './mapping.ts';
import type { Scope } from './scope.ts';
import { checked, TEXT, type TextParts } from './shapes.ts';
import { compileTemplate, type Template } from './template.ts';

/** What compiling the values of one table needs. */
export interface TableCompiler {
  readonly file: MappingFile;
  readonly scope: Scope;
  /** Currency and zone where none is said. */
  readonly currency?: string;
  readonly zone?: string;
  /** Registers a look-up in another table. @returns the place of the column among those taken there */
  lookUp(table: string, column: string, path: Path): number;
}

/** Compiles a value that gives text: a template, or an object that says more. A blank gives ''. */
export function compileText(compiler: TableCompiler, path: Path, node: Node): Template {
  if (typeof node === 'string') return compileTemplate(compiler.file, path, node, compiler.scope);
  if (isList(node)) throw compiler.file.invalid(path, 'is a list; wanted a template or a value');
  return compileParts(compiler, path, checked(compiler.file, path, node, TEXT) as TextParts);
}

/** The parts of a value object that give its text, whatever else stands in the object. */
export function compileParts(compiler: TableCompiler, path: Path, parts: TextParts): Template {
  const { file, scope } = compiler;
  const start = compileStart(compiler, path, parts);
  let read = start.read;
  const then = (step: (text: string) => string): void => {
    const before = read;
    read = (row, run) => step(before(row, run));
  };
  if (parts.part !== undefined && parts.split === undefined)
    throw file.invalid([...path, 'part'], 'is said without split; wanted split, what separates the parts');
  if (parts.split !== undefined) then(partOf(parts.split, Number(parts.part ?? 1)));
  if (parts.trim === 'true') then((text) => text.trim());
  if (parts.case === 'lower') then((text) => text.toLowerCase());
  if (parts.case === 'upper') then((text) => text.toUpperCase());
  if (parts.map !== undefined) read = mapped(compiler, path, parts, { ...start, read });
  else if (parts.otherwise !== undefined)
    throw file.invalid([...path, 'otherwise'], 'is said without map; wanted map, or default for a blank');
  if (parts.default !== undefined) {
    const before = read;
    const fallback = compileTemplate(file, [...path, 'default'], parts.default, scope).read;
    read = (row, run) => before(row, run) || fallback(row, run);
  }
  return { read, name: start.name };
}

function compileStart(compiler: TableCompiler, path: Path, parts: TextParts): Template {
  const { file, scope } = compiler;
  const { column, value, lookup } = parts;
  if ([column, value, lookup].filter((one) => one !== undefined).length !== 1)
    throw file.invalid(path, 'wanted one of column, value and lookup');
  if (lookup === undefined && (parts.by !== undefined || parts.take !== undefined))
    throw file.invalid(path, 'by and take are for a lookup; wanted lookup, the table to look up in');
  if (value !== undefined) return compileTemplate(file, [...path, 'value'], value, scope);
  if (column !== undefined) {
    const slot = scope.slot(column, [...path, 'column']);
    return { read: (row) => row[slot], name: column };
  }
  if (parts.by === undefined || parts.take === undefined)
    throw file.invalid(path, 'a lookup needs by, the key, and take, the column; wanted both');
  const by = compileTemplate(file, [...path, 'by'], parts.by, scope);
  const table = lookup!;
  const place = compiler.lookUp(table, parts.take, [...path, 'lookup']);
  const read: Reader<string> = (row, run) => run.lookups.get(table)?.get(by.read(row, run))?.[place] ?? '';
  return { read, name: by.name };
}

function partOf(separator: string, part: number): (text: string) => string {
  return (text) => {
    const pieces = text.split(separator);
    return pieces[part > 0 ? part - 1 : pieces.length + part]?.trim() ?? '';
  };
}

/** A text that the map does not have is refused, so that a new code in the data is seen. */
function mapped(compiler: TableCompiler, path: Path, parts: TextParts, value: Template): Reader<string> {
  const known = new Map(Object.entries(parts.map!));
  const otherwise =
    parts.otherwise === undefined
      ? null
      : compileTemplate(compiler.file, [...path, 'otherwise'], parts.otherwise, compiler.scope).read;
  const wanted = `one of ${[...known.keys()].join(', ')}`;
  return (row, run) => {
    const text = value.read(row, run);
    const found = known.get(text);
    if (found !== undefined || text === '') return found ?? '';
    if (otherwise === null) throw invalidField(value.name ?? path.at(-1)!, text, wanted);
    return otherwise(row, run);
  };
}
