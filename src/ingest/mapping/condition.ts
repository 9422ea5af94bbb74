import { isList, type Node, type Path } from './mapping-file.ts';
import type { Reader } from './mapping.ts';
import { checked, TEST } from './shapes.ts';
import type { TableCompiler } from './text-value.ts';

/** What a text has to fulfil. */
type Test = (text: string) => boolean;

/**
 * Compiles `when`: tests by name of the row, which must all hold; of a list of such objects one must. Without any it
 * always holds.
 */
export function compileWhen(compiler: TableCompiler, path: Path, node: Node | undefined): Reader<boolean> {
  if (node === undefined) return () => true;
  if (typeof node === 'string')
    throw compiler.file.invalid(path, 'is text; wanted conditions by column, such as { status: BOOKED }');
  if (isList(node)) {
    const any = node.map((one, i) => compileWhen(compiler, [...path, String(i)], one));
    return (row, run) => any.some((holds) => holds(row, run));
  }
  const all = Object.entries(node).map(([name, wanted]) => {
    const place = [...path, name];
    return { slot: compiler.scope.slot(name, place), test: compileTest(compiler, place, wanted) };
  });
  return (row) => all.every(({ slot, test }) => test(row[slot]));
}

function compileTest(compiler: TableCompiler, path: Path, node: Node): Test {
  if (typeof node === 'string' || isList(node)) return oneOf(compiler, path, node);
  const { not, blank, starts, ends, contains, above, below } = checked(compiler.file, path, node, TEST);
  const tests: Test[] = [];
  if (not !== undefined) {
    const unwanted = compileTest(compiler, [...path, 'not'], not);
    tests.push((text) => !unwanted(text));
  }
  if (blank !== undefined) tests.push((text) => (text === '') === (blank === 'true'));
  if (starts !== undefined) tests.push((text) => text.startsWith(starts));
  if (ends !== undefined) tests.push((text) => text.endsWith(ends));
  if (contains !== undefined) tests.push((text) => text.includes(contains));
  if (above !== undefined) tests.push((text) => numberOf(text) > Number(above));
  if (below !== undefined) tests.push((text) => numberOf(text) < Number(below));
  return (text) => tests.every((test) => test(text));
}

/** A blank, or what is no number, is neither above nor below anything. */
function numberOf(text: string): number {
  return /^\s*[+-]?\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : NaN;
}

function oneOf({ file }: TableCompiler, path: Path, node: Node): Test {
  const texts = isList(node) ? node : [node];
  const known = new Set<string>();
  for (const text of texts) {
    if (typeof text !== 'string') throw file.invalid(path, 'wanted a text or a list of texts');
    known.add(text);
  }
  return (text) => known.has(text);
}
