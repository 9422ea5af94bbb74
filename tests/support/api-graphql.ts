import type { AccessRole } from '../../src/app/access.ts';
import { post, type ApiUnderTest } from './api-server.ts';

export interface GraphqlAnswer {
  readonly status: number;
  readonly data: never;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly version?: number };
  }[];
}

/** Runs an operation with a token of a role. */
export async function graphql(
  api: ApiUnderTest,
  role: AccessRole,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<GraphqlAnswer> {
  const { status, body } = await post(api, role, '/graphql', { query, variables });
  return { status, data: body.data as never, errors: (body.errors ?? []) as never };
}

/** The data of an operation that must go well. */
export async function ask<T>(
  api: ApiUnderTest,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  role: AccessRole = 'admin',
): Promise<T> {
  const { data, errors } = await graphql(api, role, query, variables);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data as T;
}

export const codesOf = ({ errors }: GraphqlAnswer): string[] =>
  errors.map(({ extensions }) => extensions.code);
