import type { MappingFile, Path } from './mapping-file.ts';
import type { Reader } from './mapping.ts';
import type { Scope } from './scope.ts';

/** A template, compiled. */
export interface Template {
  readonly read: Reader<string>;
  /** The first name it uses, for messages; null for one without names. */
  readonly name: string | null;
}

/**
 * Compiles a template: text with names of the row in braces, `{bank}:{account}`; `{{` and `}}` are braces. A template
 * with a name whose value is blank is blank itself, so that no half of an id ever comes out.
 * @throws RingfenceError MAPPING_INVALID for braces that do not pair
 */
export function compileTemplate(file: MappingFile, path: Path, text: string, scope: Scope): Template {
  const parts: (string | number)[] = [];
  let name: string | null = null;
  const pattern = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;
  let end = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    parts.push(text.slice(end, match.index));
    end = pattern.lastIndex;
    if (match[0] === '{{' || match[0] === '}}') parts.push(match[0][0]);
    else if (match[1] === undefined || match[1] === '')
      throw file.invalid(path, `"${text}" has a brace without its pair; wanted {name}, or {{ for a brace`);
    else {
      name ??= match[1];
      parts.push(scope.slot(match[1], path));
    }
  }
  parts.push(text.slice(end));
  return { read: joined(parts.filter((part) => part !== '')), name };
}

function joined(parts: readonly (string | number)[]): Reader<string> {
  const [only] = parts;
  if (parts.length === 0) return () => '';
  if (parts.length === 1) return typeof only === 'number' ? (row) => row[only] : () => only;
  return (row) => {
    let text = '';
    for (const part of parts) {
      const piece = typeof part === 'number' ? row[part] : part;
      if (piece === '') return '';
      text += piece;
    }
    return text;
  };
}
