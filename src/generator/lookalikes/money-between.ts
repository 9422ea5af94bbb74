import { ownSpot } from '../conduct.ts';
import type { Stage } from '../stage.ts';

/** A transfer between the everyday accounts of two users, ordered at home. */
export function pay(stage: Stage, from: number, to: number, at: number, minor: number): void {
  const { accounts, script } = stage;
  script.transfer(at, from, accounts.main(from), accounts.main(to), minor, ownSpot(stage, from, at));
}

/** An instant in the window, early enough for `room` milliseconds to follow where the window is that long. */
export function someTime(stage: Stage, room: number, unit: number): number {
  return stage.start + unit * Math.max(0, stage.end - stage.start - room);
}
