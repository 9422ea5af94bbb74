import { setImmediate } from 'node:timers/promises';
import type { Statement } from './connection.ts';
import type { Parameter } from './parameters.ts';

/** Rows of one statement: few enough that the server has work soon, so many that a statement more costs nothing. */
const GROUP = 1_000;

/**
 * Writes many rows in a transaction of the caller without waiting for answers: while the server works on one group,
 * the next is encoded and sent. The server keeps the order of the statements, so a later one sees what an earlier
 * one wrote. Memory: what is sent and not yet taken in by the server.
 */
export class RowSender {
  readonly #run: Statement;
  readonly #sent: Promise<unknown>[] = [];

  constructor(run: Statement) {
    this.#run = run;
  }

  send(name: string, parameters: Readonly<Record<string, Parameter>>): void {
    const answer = this.#run(name, parameters);
    // Who waits is told of a failure, by done(); until then nobody does.
    answer.catch(() => {});
    this.#sent.push(answer);
  }

  /** The parameter `rows` of a statement, group by group. */
  async rows<Item>(name: string, items: readonly Item[], row: (item: Item) => Parameter): Promise<void> {
    await this.groups(items, (group) => this.send(name, { rows: group.map(row) }));
  }

  /** Any statements for items, group by group. */
  async groups<Item>(items: readonly Item[], send: (group: readonly Item[]) => void): Promise<void> {
    for (let start = 0; start < items.length; start += GROUP) {
      send(items.slice(start, start + GROUP));
      // Lets the socket take what was encoded.
      await setImmediate();
    }
  }

  /** Waits for all that was sent. @throws what the first statement that failed threw */
  async done(): Promise<void> {
    await Promise.all(this.#sent);
  }
}
