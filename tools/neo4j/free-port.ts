import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below every system's range for outgoing connections (Linux starts at 32768, the others at 49152). Inside that
 * range a client that polls a port before its server is up can be given that very port as its own end, connect
 * to itself, and keep the server from ever listening; and a stopped server's port could be taken before it is
 * started again.
 */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const ATTEMPTS = 200;

/** A loopback port that nobody listens on now. It can be taken before it is used: the caller retries then. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await canListen(port)) return port;
  }
  throw new Error(`none of ${ATTEMPTS} ports tried between ${LOWEST} and ${HIGHEST} is free on 127.0.0.1`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
