import autocannon from 'autocannon';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import type { Kind } from './api-server.ts';
import { median, rounded } from './environment.ts';

/** A server that is measured, in a process of its own. */
export interface Measured {
  readonly process: ChildProcess;
  readonly url: string;
}

/** Asked as fast as the server answers, over ten connections: what it can do at most, and how long a queue makes. */
export interface ApiFigure {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of the server's processor time a request. */
  readonly cpu: number;
}

/** Asked so many times a second whether it has answered or not, evenly; milliseconds from when a request was due. */
export interface PacedFigure {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** What is asked: a body to be sent as JSON, by the number of the request. */
export interface Question {
  readonly path: string;
  readonly authorization?: string;
  readonly body: (number: number) => unknown;
}

export async function start(kind: Kind, args: readonly string[] = [], megabytes = 4_000): Promise<Measured> {
  const child = fork(join(import.meta.dirname, 'api-server.ts'), [kind, ...args], {
    execArgv: [`--max-old-space-size=${megabytes}`],
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { process: child, url };
}

interface Usage {
  readonly cpu: NodeJS.CpuUsage;
  readonly megabytes: number;
}

export async function usageOf({ process: child }: Measured): Promise<Usage> {
  child.send('usage');
  const [usage] = (await once(child, 'message')) as [Usage];
  return usage;
}

/** Asks for some seconds, after a second of warming up. @throws Error when an answer is not of the 200s */
export async function saturate(
  server: Measured,
  { path, authorization, body }: Question,
  seconds: number,
): Promise<ApiFigure> {
  let number = 0;
  const run = (duration: number) =>
    autocannon({
      url: `${server.url}${path}`,
      connections: 10,
      duration,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      requests: [{ setupRequest: (asked) => ({ ...asked, body: JSON.stringify(body(number++)) }) }],
    });
  await run(1);
  const { cpu: before } = await usageOf(server);
  const { requests, latency, non2xx, errors } = await run(seconds);
  if (non2xx + errors > 0) throw new Error(`${path}: ${non2xx} answers not of the 200s, ${errors} errors`);
  const { cpu } = await usageOf(server);
  const spent = cpu.user + cpu.system - before.user - before.system;
  return {
    requestsPerSecond: requests.average,
    p50: latency.p50,
    p99: latency.p99,
    cpu: spent / requests.total,
  };
}

/** Asks at an even pace for some seconds. @throws Error when an answer is not of the 200s */
export async function pace(
  server: Measured,
  question: Question,
  perSecond: number,
  seconds: number,
): Promise<PacedFigure> {
  // A server that falls behind is not asked over ever more connections; what is due waits, and its time runs.
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const answers: Promise<number>[] = [];
  const begins = performance.now();
  const total = Math.round(perSecond * seconds);
  while (answers.length < total) {
    const due = begins + (answers.length * 1_000) / perSecond;
    const early = due - performance.now();
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
    else answers.push(ask(server, agent, question, answers.length).then(() => performance.now() - due));
  }
  const times = (await Promise.all(answers)).toSorted((a, b) => a - b);
  agent.destroy();
  const at = (share: number): number => rounded(times[Math.floor(share * times.length)]);
  return { perSecond, p50: at(0.5), p99: at(0.99) };
}

function ask(server: Measured, agent: Agent, question: Question, number: number): Promise<void> {
  const { path, authorization, body } = question;
  const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) };
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () =>
        answer.statusCode! < 300 ? resolve() : reject(new Error(`${path}: ${answer.statusCode}`)),
      );
    });
    sent.once('error', reject);
    sent.end(JSON.stringify(body(number)));
  });
}

/** Medians of several rounds. */
export function middle(figures: readonly ApiFigure[]): ApiFigure {
  return {
    requestsPerSecond: rounded(median(figures.map((one) => one.requestsPerSecond))),
    p50: median(figures.map(({ p50 }) => p50)),
    p99: median(figures.map(({ p99 }) => p99)),
    cpu: rounded(median(figures.map(({ cpu }) => cpu))),
  };
}

export function middlePaced(figures: readonly PacedFigure[]): PacedFigure {
  const [{ perSecond }] = figures;
  return {
    perSecond,
    p50: median(figures.map(({ p50 }) => p50)),
    p99: median(figures.map(({ p99 }) => p99)),
  };
}
