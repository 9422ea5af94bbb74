import type { TObject } from 'typebox';
import type { Validator } from 'typebox/compile';
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { RingfenceError, shapeOf } from '../../kernel/errors.ts';
import { nearestNames } from '../../kernel/nearest-names.ts';

/** Where in a mapping something stands: `['tables', 'logins', 'events', '0', 'user']`. */
export type Path = readonly string[];

/** All that YAML gives here: every scalar is text, as it is written, so that `007`, `no` and `1.0` stay themselves. */
export type Node = string | readonly Node[] | { readonly [key: string]: Node };

const MAX_CHARS = 1024 * 1024;

/** The text of a mapping file, which knows the line of everything that can be wrong with it. */
export class MappingFile {
  readonly path: string;
  readonly root: Node;
  readonly #document: Document;
  readonly #lines = new LineCounter();

  /** @throws RingfenceError MAPPING_INVALID when it is no YAML */
  constructor(path: string, text: string) {
    this.path = path;
    if (text.length > MAX_CHARS) throw this.#error(1, 'the file is longer than 1 MiB; wanted a mapping');
    this.#document = parseDocument(text, {
      schema: 'failsafe',
      lineCounter: this.#lines,
      prettyErrors: false,
    });
    const [fault] = this.#document.errors;
    if (fault) throw this.#error(this.#lines.linePos(fault.pos[0]).line, `no YAML: ${fault.message}`);
    try {
      this.root = (this.#document.toJS() ?? '') as Node;
    } catch (cause) {
      throw this.#error(1, `no YAML: ${cause instanceof Error ? cause.message : 'unreadable'}`);
    }
  }

  /** Says what is wrong at a place, with its line. */
  invalid(path: Path, problem: string): RingfenceError {
    const where = path.length === 0 ? '' : `${path.join('.')}: `;
    return this.#error(this.lineOf(path), `${where}${problem}`);
  }

  /** For a name that is none of those there are. */
  unknown(path: Path, name: string, what: string, names: readonly string[]): RingfenceError {
    return this.invalid(path, `"${name}" is no ${what}; ${wantedName(name, names)}`);
  }

  /** The line of a place, or of the nearest one around it that is there. */
  lineOf(path: Path): number {
    for (let depth = path.length; depth > 0; depth--) {
      const parent: unknown =
        depth === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, depth - 1), true);
      const last = path[depth - 1];
      const pair = isMap(parent)
        ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === last)
        : undefined;
      const node: unknown = pair?.key ?? this.#document.getIn(path.slice(0, depth), true);
      const range = (node as { range?: readonly number[] } | undefined)?.range;
      if (range) return this.#lines.linePos(range[0]).line;
    }
    return 1;
  }

  /**
   * Takes a node for an object of a shape. What a property takes is its description in the schema.
   * @throws RingfenceError MAPPING_INVALID for the first thing wrong with it
   */
  check<T>(path: Path, node: Node, shape: TObject, validator: Validator, what: string): T {
    if (typeof node === 'string' || isList(node))
      throw this.invalid(path, `is ${shapeOf(node)}; wanted ${what}`);
    const names = Object.keys(shape.properties);
    for (const name of Object.keys(node))
      if (!names.includes(name)) throw this.unknown([...path, name], name, `part of ${what}`, names);
    if (validator.Check(node)) return node as T;
    const [error] = validator.Errors(node) as readonly {
      keyword: string;
      instancePath: string;
      params: { requiredProperties?: readonly string[] };
    }[];
    const inside = error.instancePath.split('/').slice(1);
    const name = error.params.requiredProperties?.[0] ?? inside[0];
    const wanted = (shape.properties[name] as { description?: string }).description ?? 'something else';
    if (error.params.requiredProperties) throw this.invalid(path, `${name} is missing; wanted ${wanted}`);
    throw this.invalid([...path, ...inside], `is ${shown(at(node, inside))}; wanted ${wanted}`);
  }

  #error(line: number, problem: string): RingfenceError {
    return new RingfenceError('MAPPING_INVALID', `${this.path} line ${line}: ${problem}`, {
      file: this.path,
      line,
    });
  }
}

export function isList(node: Node): node is readonly Node[] {
  return Array.isArray(node);
}

/** `wanted one of …`, or the names most like the one found. */
export function wantedName(name: string, names: readonly string[]): string {
  const near = nearestNames(name, names);
  const guess = near.length > 0 ? `did you mean ${near.join(' or ')}? ` : '';
  return `${guess}wanted one of ${names.join(', ')}`;
}

function at(node: Node, path: Path): Node {
  let inner = node;
  for (const part of path) inner = (inner as Readonly<Record<string, Node>>)[part];
  return inner;
}

/** The mapping is its author's own text and no customer's: what is wrong in it may be shown. */
function shown(node: Node): string {
  return typeof node === 'string' ? `"${node.slice(0, 64)}"` : shapeOf(node);
}
