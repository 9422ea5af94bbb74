import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Canonical JSON (RFC 8785): the same value gives the same text in every engine and language. */
export function canonicalJson(value: unknown): string {
  // Of texts and lists of texts RFC 8785 makes what JSON makes, and ids are made of nothing else, often.
  const text = isTexts(value) ? JSON.stringify(value) : canonicalize(value);
  if (text === undefined) throw new TypeError('value has no JSON form');
  return text;
}

function isTexts(value: unknown): boolean {
  return typeof value === 'string' ? value.isWellFormed() : Array.isArray(value) && value.every(isTexts);
}

/** Lower-case hex SHA-256 of the canonical JSON of a value. */
export function digest(value: unknown): string {
  return hash('sha256', canonicalJson(value), 'hex');
}

/** The first 32 hex digits (128 bits) of {@link digest}: the form of finding and ring ids. */
export function digestId(value: unknown): string {
  return digest(value).slice(0, 32);
}
