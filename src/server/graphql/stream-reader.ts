import type { FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';
import type { Authenticator } from '../auth/authenticator.ts';

/** Who listens at the other end of a subscription. */
export interface Reader {
  readonly raw: ServerResponse;
  readonly stop: AbortController;
  /** Whether what the caller showed opens the same as it did at first. */
  readonly isSame: () => Promise<boolean>;
}

/** Between two looks whether what was shown still opens, and whether a reader has read, milliseconds. */
const LOOK_EVERY = 1_000;
const DRAIN_LOOK = 100;
/** How long a reader may take for one message before it is cut off, milliseconds. */
const PATIENCE = 30_000;

/**
 * Gives messages one by one as they are read: the next is not made before the last has left for the network, so that a slow
 * reader costs one message of memory, and falls behind in the feed instead, which tells it so (RESET). One who reads
 * nothing for half a minute is cut off. Nothing is given to a caller whose key or token no longer opens.
 */
export async function* toReader<T>(
  messages: AsyncIterable<T>,
  { raw, stop, isSame }: Reader,
): AsyncGenerator<T> {
  for await (const message of messages) {
    if (!(await isSame())) return stop.abort();
    yield message;
    if (!(await isRead(raw, stop.signal))) raw.destroy();
    if (stop.signal.aborted) return;
  }
}

/** Ends a subscription soon after what the caller showed has been taken back, also when there is nothing to tell. */
export function endWith(stop: AbortController, isSame: () => Promise<boolean>): void {
  const looking = setInterval(() => {
    void isSame().then((same) => (same ? undefined : stop.abort()));
  }, LOOK_EVERY);
  looking.unref();
  stop.signal.addEventListener('abort', () => clearInterval(looking), { once: true });
}

export function sameCaller(request: FastifyRequest, authenticator: Authenticator): () => Promise<boolean> {
  const first = request.principal!;
  return async () => {
    try {
      const { id, role } = await authenticator.authenticate(request.headers.authorization);
      return id === first.id && role === first.role;
    } catch {
      return false;
    }
  };
}

export function isAsyncIterable<T>(value: unknown): value is AsyncIterable<T> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Waits until all that was written has left. @returns whether it did in time, or nobody waits for it any more */
async function isRead(raw: ServerResponse, stop: AbortSignal): Promise<boolean> {
  // The message is written in the turns of the loop that come next.
  await new Promise((resolve) => setImmediate(resolve));
  for (let waited = 0; raw.writableLength > 0 && !stop.aborted; waited += DRAIN_LOOK) {
    if (waited >= PATIENCE) return false;
    await new Promise((resolve) => setTimeout(resolve, DRAIN_LOOK));
  }
  return true;
}
