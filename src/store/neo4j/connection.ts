import { auth, driver as connect, type Driver, type ManagedTransaction, type Session } from 'neo4j-driver';
import { RingfenceError } from '../../kernel/errors.ts';
import { cypherText } from './cypher-files.ts';
import { neo4jError, type StorePlace } from './neo4j-errors.ts';
import { toParameter, type Parameter } from './parameters.ts';

/** How long a connection may take to be made, ms. */
const CONNECT_WITHIN = 5_000;
/** How long a call may wait for a free connection, making it included, ms. */
const ACQUIRE_WITHIN = 10_000;
/** How long a transaction is tried again when the server is away or a lock was in the way, ms. */
const RETRY_WITHIN = 30_000;
/** Rows the server sends before it waits; results here are few and bounded. */
const FETCH_SIZE = 10_000;

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Runs one statement of the folder `cypher`, by its name, inside a transaction. */
export type Statement = <Row extends object>(
  name: string,
  parameters?: Readonly<Record<string, Parameter>>,
) => Promise<readonly Row[]>;

/**
 * One driver for one database. All work runs in managed transactions, which the driver tries again for a bounded time
 * when the server is away; so the work must come to the same when it is done twice.
 */
export class Connection implements StorePlace {
  readonly url: string;
  readonly address: string;
  readonly readOnly: boolean;
  readonly #database: string;
  readonly #driver: Driver;
  #closed = false;

  constructor(
    server: string,
    database: string,
    credentials: Credentials | null,
    place: StorePlace,
    readOnly: boolean,
    patience: number = RETRY_WITHIN,
  ) {
    this.url = place.url;
    this.address = place.address;
    this.readOnly = readOnly;
    this.#database = database;
    // The driver ignores what stands in the URL: it gets the credentials by themselves.
    const token = credentials ? auth.basic(credentials.user, credentials.password) : undefined;
    this.#driver = connect(server, token, {
      connectionTimeout: Math.min(patience, CONNECT_WITHIN),
      connectionAcquisitionTimeout: Math.min(patience, ACQUIRE_WITHIN),
      maxTransactionRetryTime: patience,
      fetchSize: FETCH_SIZE,
      // Every whole number stored is below 2^53.
      disableLosslessIntegers: true,
      telemetryDisabled: true,
      userAgent: 'ringfence',
    });
  }

  /** One look whether the server answers and lets us in, without trying again. @throws RingfenceError */
  async verify(): Promise<void> {
    await this.#guard(() => this.#driver.verifyConnectivity({ database: this.#database }));
  }

  /** The rows of one statement that only reads. */
  async rows<Row extends object>(
    name: string,
    parameters: Readonly<Record<string, Parameter>> = {},
  ): Promise<readonly Row[]> {
    return this.#session('READ', (session) =>
      session.executeRead((transaction) => statement(transaction)<Row>(name, parameters)),
    );
  }

  /** Work in one transaction: all or nothing. It may run more than once. */
  async transaction<T>(work: (run: Statement) => Promise<T>): Promise<T> {
    return this.#session('WRITE', (session) =>
      session.executeWrite((transaction) => work(statement(transaction))),
    );
  }

  /** One statement in a transaction of its own, tried once: for changes of the schema, and signs of life. */
  async once<Row extends object>(
    name: string,
    parameters: Readonly<Record<string, Parameter>> = {},
  ): Promise<readonly Row[]> {
    return this.#session('WRITE', async (session) => {
      const { records } = await session.run(cypherText(name), toParameter(parameters));
      return records.map((record) => record.toObject() as Row);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#guard(() => this.#driver.close());
  }

  async #session<T>(defaultAccessMode: 'READ' | 'WRITE', work: (session: Session) => Promise<T>): Promise<T> {
    if (this.#closed) throw new RingfenceError('STORE_FAILED', `store ${this.url}: it is closed`);
    return this.#guard(async () => {
      const session = this.#driver.session({ database: this.#database, defaultAccessMode });
      try {
        return await work(session);
      } finally {
        await session.close();
      }
    });
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw neo4jError(error, this);
    }
  }
}

function statement(transaction: ManagedTransaction): Statement {
  return async <Row extends object>(name: string, parameters: Readonly<Record<string, Parameter>> = {}) => {
    const { records } = await transaction.run(cypherText(name), toParameter(parameters));
    return records.map((record) => record.toObject() as Row);
  };
}
