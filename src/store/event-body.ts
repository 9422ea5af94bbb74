import type { Event } from '../graph/model/event.ts';
import { canonicalJson } from '../kernel/canonical.ts';

/**
 * The body of an event: its canonical JSON (RFC 8785), byte for byte what `canonicalJson` gives, in half the time.
 * Every event that is stored passes here, so it pays to let the engine write the text at once: `JSON.stringify`
 * writes numbers and text exactly as RFC 8785 asks and keeps the order of (non-numeric) keys.
 *
 * @throws TypeError on what has no JSON form (NaN, a lone surrogate, …).
 */
export function eventBody(event: Event): string {
  const sorted = sortKeys(event);
  if (sorted === NOT_PLAIN) return canonicalJson(event);
  const text = JSON.stringify(sorted);
  // A lone surrogate comes out as an escape; canonicalJson tells it from a backslash that stood in the text.
  return text.includes('\\ud') ? canonicalJson(event) : text;
}

const NOT_PLAIN = Symbol('left to canonicalJson');

/** A copy with the keys of objects sorted; NOT_PLAIN for anything but finite numbers, text, booleans and objects. */
function sortKeys(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : NOT_PLAIN;
    case 'object':
      return value === null ? null : Array.isArray(value) ? sortItems(value) : sortObject(value);
    default:
      return NOT_PLAIN;
  }
}

function sortObject(value: object): unknown {
  if ((value as { toJSON?: unknown }).toJSON !== undefined) return NOT_PLAIN;
  const keys = sortedKeys(Object.keys(value));
  if (keys === null) return NOT_PLAIN;
  const copy: Record<string, unknown> = {};
  for (const key of keys) {
    const child = sortKeys((value as Record<string, unknown>)[key]);
    if (child === NOT_PLAIN) return NOT_PLAIN;
    copy[key] = child;
  }
  return copy;
}

/** Sorted keys by the keys as they came: events have few shapes, so most need no sorting. */
const knownShapes = new Map<string, readonly string[] | null>();
const MAX_SHAPES = 1000;

/** null when a key looks like a number, which would jump ahead in the copy, or is __proto__, which would vanish. */
function sortedKeys(keys: readonly string[]): readonly string[] | null {
  const shape = keys.join('\n');
  let sorted = knownShapes.get(shape);
  // Only plain names are remembered, so a key with the separator inside shows in the number of keys.
  if (sorted === undefined || (sorted !== null && sorted.length !== keys.length)) {
    sorted = keys.every((key) => /^[a-zA-Z]\w*$/.test(key)) ? keys.toSorted() : null;
    if (knownShapes.size >= MAX_SHAPES) knownShapes.clear();
    knownShapes.set(shape, sorted);
  }
  return sorted;
}

function sortItems(items: readonly unknown[]): unknown {
  const copy = items.map(sortKeys);
  return copy.includes(NOT_PLAIN) ? NOT_PLAIN : copy;
}
