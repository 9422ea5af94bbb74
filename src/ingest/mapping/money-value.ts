import { parseMajor, parseMajorRounded } from '../../kernel/money.ts';
import { invalidField } from '../invalid.ts';
import { isList, type Node, type Path } from './mapping-file.ts';
import type { Reader } from './mapping.ts';
import { checked, MONEY, type TextParts } from './shapes.ts';
import { compileParts, compileText, type TableCompiler } from './text-value.ts';

/** An amount as events have it. */
export interface LooseMoney {
  readonly minor: number;
  readonly currency: string;
}

/**
 * Compiles an amount: a template or an object, in major units with a point unless it says otherwise; read digit by
 * digit, never through floats. Gives undefined for a blank.
 */
export function compileMoney(
  compiler: TableCompiler,
  path: Path,
  node: Node,
): Reader<LooseMoney | undefined> {
  const { file } = compiler;
  if (isList(node)) throw file.invalid(path, 'is a list; wanted an amount');
  const parts = typeof node === 'string' ? {} : checked(file, path, node, MONEY);
  const text =
    typeof node === 'string'
      ? compileText(compiler, path, node)
      : compileParts(compiler, path, parts as TextParts);
  const code = parts.currency ?? compiler.currency;
  if (code === undefined)
    throw file.invalid(
      path,
      'says no currency; wanted { column: …, currency: EUR }, or currency for the whole mapping',
    );
  const currency = compileText(
    compiler,
    parts.currency === undefined ? ['currency'] : [...path, 'currency'],
    code,
  );
  const digits = plainDigits(parts);
  const minorOf = minorUnits(parts);
  const field = text.name ?? path.at(-1)!;
  return (row, run) => {
    const found = text.read(row, run);
    if (found === '') return undefined;
    const unit = currency.read(row, run);
    const exponent = run.currencies.exponent(unit);
    if (exponent === undefined)
      throw invalidField(
        currency.name ?? 'currency',
        unit,
        'a currency code of ISO 4217, or one of currencies',
      );
    const minor = minorOf(digits(found), exponent);
    if (minor === null) throw invalidField(field, found, `an amount of at most ${exponent} decimals`);
    return { minor: signed(minor, parts.sign), currency: unit };
  };
}

interface Writing {
  readonly decimal?: string;
  readonly group?: string;
  readonly unit?: string;
  readonly round?: string;
}

/** The amount as a plain decimal: groups taken out, a point, no plus. */
function plainDigits({ decimal = '.', group }: Writing): (text: string) => string {
  return (text) => {
    let plain = text.trim().replace(/^\+/, '');
    if (group !== undefined) plain = plain.replaceAll(group, '');
    if (decimal !== '.') plain = plain.includes('.') ? 'none' : plain.replace(decimal, '.');
    return plain;
  };
}

function minorUnits({ unit, round }: Writing): (text: string, exponent: number) => number | null {
  const parse = round === 'true' ? parseMajorRounded : parseMajor;
  return unit === 'minor' ? (text) => parse(text, 0) : parse;
}

/** Zero has no sign. */
function signed(minor: number, sign: string | undefined): number {
  if (sign === 'absolute') return Math.abs(minor);
  return sign === 'negate' && minor !== 0 ? -minor : minor;
}
