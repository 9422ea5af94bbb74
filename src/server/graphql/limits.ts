import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

export interface QueryLimits {
  /** Words and signs of a document. */
  readonly tokens: number;
  /** Levels of fields inside one another. */
  readonly depth: number;
  /** Fields under another name, in the whole document, each use of a fragment counted. */
  readonly aliases: number;
  readonly directives: number;
  /** See `queryCost`. */
  readonly cost: number;
}

export const QUERY_LIMITS: QueryLimits = {
  tokens: 1_000,
  depth: 12,
  aliases: 30,
  directives: 20,
  cost: 20_000,
};

interface Size {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
}

const NOTHING: Size = { depth: 0, aliases: 0, directives: 0 };

/**
 * Refuses documents that are too deep or have too many aliases or directives, fragments counted wherever they are
 * used. Fields of introspection are not counted: whether there is any is decided elsewhere.
 */
export function sizeRule(limits: QueryLimits): ValidationRule {
  return (context: ValidationContext): ASTVisitor => ({
    Document: (document) => {
      const size = sizeOf(document);
      for (const name of ['depth', 'aliases', 'directives'] as const)
        if (size[name] > limits[name])
          context.reportError(
            new GraphQLError(`the query has too many levels, aliases or directives (${name})`, {
              extensions: { overLimit: true },
            }),
          );
    },
  });
}

/** The sizes of the operations of a document, added up but for depth. Time O(size of the document). */
function sizeOf(document: DocumentNode): Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const known = new Map<string, Size>();

  function ofFragment(name: string): Size {
    const size = known.get(name);
    if (size) return size;
    // One that is part of itself is refused by another rule; here it must only come to an end.
    known.set(name, NOTHING);
    const fragment = fragments.get(name);
    const found = fragment ? ofSelections(fragment.selectionSet) : NOTHING;
    known.set(name, found);
    return found;
  }

  function ofSelections({ selections }: SelectionSetNode): Size {
    let total = NOTHING;
    for (const node of selections) {
      const directives = node.directives?.length ?? 0;
      let size = NOTHING;
      if (node.kind === Kind.FRAGMENT_SPREAD) size = ofFragment(node.name.value);
      else if (node.kind === Kind.INLINE_FRAGMENT) size = ofSelections(node.selectionSet);
      else if (!node.name.value.startsWith('__')) {
        const inner = node.selectionSet ? ofSelections(node.selectionSet) : NOTHING;
        size = { ...inner, depth: inner.depth + 1, aliases: inner.aliases + (node.alias ? 1 : 0) };
      }
      total = {
        depth: Math.max(total.depth, size.depth),
        aliases: total.aliases + size.aliases,
        directives: total.directives + size.directives + directives,
      };
    }
    return total;
  }

  return document.definitions.reduce((total, node) => {
    if (node.kind !== Kind.OPERATION_DEFINITION) return total;
    const size = ofSelections(node.selectionSet);
    return {
      depth: Math.max(total.depth, size.depth),
      aliases: total.aliases + size.aliases,
      directives: total.directives + size.directives + (node.directives?.length ?? 0),
    };
  }, NOTHING);
}
