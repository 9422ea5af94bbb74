import { setTimeout as wait } from 'node:timers/promises';

const BETWEEN_TRIES_MS = 100;
const ANSWER_WITHIN_MS = 5_000;

/** Waits until the address answers a GET with success. */
export async function awaitHttp(url: string, hasEnded: () => boolean, withinMs: number): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      await response.arrayBuffer();
      if (response.ok) return;
      throw new Error(`${url} answered ${response.status}`);
    } catch (error) {
      if (hasEnded()) throw new Error(`the server ended before ${url} answered`, { cause: error });
      if (performance.now() > giveUpAt) {
        throw new Error(`${url} did not answer within ${withinMs / 1000} s`, { cause: error });
      }
    }
    await wait(BETWEEN_TRIES_MS);
  }
}
