import type { FeatureDefinition } from './definition.ts';

type Common = Pick<FeatureDefinition, 'name' | 'formula' | 'read'> & {
  readonly window?: string;
  readonly missing?: string;
  readonly unit?: string;
  readonly source?: string;
  readonly asOf?: FeatureDefinition['asOf'];
  readonly compatibilityOnly?: true;
};

/** Definitions of one group that have most in common. */
export function definer(
  shared: Pick<FeatureDefinition, 'group' | 'source' | 'asOf'> & { readonly missing?: string },
): {
  readonly number: (definition: Common) => FeatureDefinition;
  readonly flag: (definition: Common) => FeatureDefinition;
} {
  return {
    number: (definition) => ({ ...shared, kind: 'number', unit: 'count', window: 'none', ...definition }),
    flag: (definition) => ({ ...shared, kind: 'flag', unit: '0 or 1', window: 'none', ...definition }),
  };
}

/** 1 or 0, as vectors hold them. */
export function flagOf(isSo: boolean): number {
  return isSo ? 1 : 0;
}
