/** Node types of the graph, named as the labels in Neo4j. */
export const ENTITY_TYPES = ['User', 'Device', 'Account', 'IpAddress', 'Merchant', 'Identifier'] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

/** Names one entity. An Identifier's id is `kind:value`, an IpAddress's id an address or a block. */
export interface EntityRef {
  readonly type: EntityType;
  readonly id: string;
}

/** A value that several people should not share: `[kind, normalised value]`. */
export type Identifier = readonly [kind: IdentifierKind, value: string];
export type IdentifierKind = 'phone' | 'email' | 'nationalId';

export function identifierId(kind: string, value: string): string {
  return `${kind}:${value}`;
}

/** The form in which postal addresses are compared: NFC, lower case, words and numbers one blank apart. */
export function normaliseAddress(raw: string): string {
  return (
    raw
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  );
}

/**
 * The form in which identifiers are compared. E-mail: trimmed, NFC, lower case, nothing else (dots and plus tags
 * differ between providers). Phone: digits and a leading +, an extension kept as `x` and digits.
 * National id: letters and digits, upper case.
 * @returns `null` when nothing is left: such a value identifies nobody.
 */
export function normaliseIdentifier(kind: IdentifierKind, raw: string): string | null {
  const value = NORMALISE[kind](raw.normalize('NFC').trim());
  return value === '' || value === '+' ? null : value;
}

const NORMALISE: Readonly<Record<IdentifierKind, (text: string) => string>> = {
  email: (text) => text.toLowerCase(),
  phone: (text) => {
    const [, plus, number, extension] = /^(\+?)(.*?)(?:(?:ext\.?|x|#)\s*(\d+))?$/is.exec(text)!;
    const digits = number.replace(/\D/g, '');
    return digits === '' ? '' : plus + digits + (extension ? `x${extension}` : '');
  },
  nationalId: (text) => text.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase(),
};
