import { hostname } from 'node:os';
import { hrtime, kill, pid, uptime } from 'node:process';
import { RingfenceError } from '../kernel/errors.ts';
import { SECOND } from '../kernel/time.ts';

export const HEARTBEAT_EVERY = 5 * SECOND;
const HEARTBEAT_LIMIT = 30 * SECOND;

/**
 * When this process started, in milliseconds since the machine did. With the pid it names one process: a pid alone
 * can be given again, and in a container it nearly always is (1). The same in every thread of the process.
 */
export const PROCESS_START = Math.round(Number(hrtime.bigint() / 1_000n) / 1000 - uptime() * 1000);
/** Two readings of it differ by rounding; two processes with one pid can't be this close. */
const START_TOLERANCE_MS = 100;

/** Who holds the writer's lease of a store. */
export interface LeaseHolder {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
  readonly processStart: number;
  /** Epoch ms. */
  readonly heartbeat: number;
}

/** A heartbeat too far in the future is as stale as one in the past: a live holder mends it when the clock jumps. */
export function isLive(holder: LeaseHolder, now: number): boolean {
  if (Math.abs(now - holder.heartbeat) > HEARTBEAT_LIMIT) return false;
  // Pids of another machine or container mean nothing here: only the heartbeat counts.
  if (holder.host !== hostname()) return true;
  if (holder.pid === pid) return Math.abs(holder.processStart - PROCESS_START) <= START_TOLERANCE_MS;
  return processExists(holder.pid);
}

export function busyError(url: string, { pid, host }: LeaseHolder): RingfenceError {
  return new RingfenceError('STORE_BUSY', `store ${url}: process ${pid} on ${host} is writing to it`, {
    pid,
    host,
  });
}

function processExists(pid: number): boolean {
  try {
    return kill(pid, 0);
  } catch (error) {
    // EPERM: it is there and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
