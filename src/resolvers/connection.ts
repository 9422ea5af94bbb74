import type { Page } from '../app/serving/page.ts';

/** A page in the form of Relay's connections; the schema shows of it what each list has. */
export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly nodes: readonly T[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

/** @param after the cursor that was asked with: whether there is a page before */
export function connection<T>(page: Page<T>, after: string | null | undefined): Connection<T> {
  return {
    edges: page.items.map(({ item, cursor }) => ({ cursor, node: item })),
    nodes: page.items.map(({ item }) => item),
    pageInfo: {
      hasNextPage: page.hasNext,
      hasPreviousPage: after !== null && after !== undefined,
      startCursor: page.items[0]?.cursor ?? null,
      endCursor: page.endCursor,
    },
    totalCount: page.total ?? page.items.length,
  };
}
