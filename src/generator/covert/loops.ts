import { DAY } from '../../kernel/time.ts';
import { inParts } from '../conduct.ts';
import type { Crew } from './crew.ts';

/** Accounts in a loop that the detector can see, at most; and in one that is too long for it. */
const LOOP = 6;
const TOO_LONG = 9;
const LONGEST = 12;
/** A slow loop takes longer than the detector's week from its first to its last transfer. */
const SLOW_DAYS = 7.4;

type Style = 'plain' | 'lossy' | 'slow' | 'long';

/**
 * Money goes round between some members, in loops that overlap by one account. On `hard` most keep what they carry
 * within a week; an evasive loop loses more than a fifth at each hop, or takes longer than a week, or has nine accounts
 * and more.
 */
export function turnLoops(crew: Crew, members: readonly number[]): void {
  if (members.length < 3) return;
  const evades = crew.rng.chance(crew.level.evasiveLoops);
  const style = evades ? evasiveStyle(crew, members) : 'plain';
  const loops = members.length <= LOOP || style === 'long' ? cutLong(members) : inParts(members, LOOP);
  for (const [number, loop] of loops.entries()) {
    const accounts = number > 0 ? [loops[number - 1][0], ...loop] : [...loop];
    if (accounts.length >= 3) turn(crew, accounts, style);
  }
}

/** One loop, or for many members several, none shorter than nine. */
function cutLong(members: readonly number[]): number[][] {
  if (members.length <= LONGEST) return [[...members]];
  return inParts(
    members,
    Math.max(TOO_LONG, Math.ceil(members.length / Math.floor(members.length / TOO_LONG))),
  );
}

function evasiveStyle(crew: Crew, members: readonly number[]): Style {
  const left = crew.stage.end - crew.complete(members);
  const styles: Style[] = ['lossy'];
  if (left > 2 * SLOW_DAYS * DAY) styles.push('slow');
  if (members.length >= TOO_LONG) styles.push('long');
  return crew.rng.pick(styles);
}

function turn(crew: Crew, loop: readonly number[], style: Style): void {
  const { rng, stage } = crew;
  let start = crew.sometime(loop[0], crew.complete(loop), crew.complete(loop) + 2 * DAY);
  let amount = crew.amount();
  const turns = style === 'slow' ? 1 : rng.int(2, 4);
  for (let number = 0; number < turns; number++) {
    const room = (0.9 * (stage.end - start)) / (turns - number);
    const step = Math.min(stepOf(crew, loop.length, style), room / loop.length);
    // Later turns need not fit: what would leave the window is not begun.
    if (number > 0 && step < DAY / 8) return;
    let left = amount;
    let at = start;
    loop.forEach((payer, hop) => {
      if (hop > 0) left *= style === 'lossy' ? crew.between([0.62, 0.78]) : crew.between([0.86, 0.99]);
      crew.pay(payer, loop[(hop + 1) % loop.length], at, Math.max(200, left));
      at += step * (1 + 0.3 * rng.unit() * (style === 'slow' ? 1 : -1));
    });
    start = at + (1 + 3 * rng.unit()) * DAY;
    amount *= 1.1 + 0.3 * rng.unit();
  }
}

/** Milliseconds from one transfer of a loop to the next. */
function stepOf(crew: Crew, hops: number, style: Style): number {
  if (style === 'slow') return ((SLOW_DAYS + 3 * crew.rng.unit()) * DAY) / (hops - 1);
  return (crew.between([1.5, 5.5]) * DAY) / hops;
}
