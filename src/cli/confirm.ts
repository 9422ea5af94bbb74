import { RingfenceError } from '../kernel/errors.ts';
import type { Io } from './io.ts';

/**
 * Lets a destructive step happen only when the user said so: `--yes`, or an answer on the terminal.
 * With `--json` nothing is asked.
 * @throws RingfenceError CONFIRMATION_NEEDED
 */
export async function confirmDestructive(
  io: Io,
  flags: { readonly yes?: boolean; readonly json?: boolean },
  what: string,
): Promise<void> {
  if (flags.yes) return;
  if (!flags.json && io.interactive && (await io.confirm(`${what} Go ahead?`))) return;
  throw new RingfenceError('CONFIRMATION_NEEDED', `${what} Nothing was done.`);
}
