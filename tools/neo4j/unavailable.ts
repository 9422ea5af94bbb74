/**
 * No Neo4j can be had here. `wayOut` is the command or step that would change that.
 * Not a RingfenceError: those are the product's failures, and this tool never runs in the product.
 */
export class Neo4jUnavailable extends Error {
  readonly wayOut: string;

  constructor(message: string, wayOut: string, cause?: unknown) {
    super(`${message}\n  To have it: ${wayOut}`, cause === undefined ? undefined : { cause });
    this.name = 'Neo4jUnavailable';
    this.wayOut = wayOut;
  }
}
