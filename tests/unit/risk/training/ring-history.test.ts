import { expect, it } from 'vitest';
import type { Finding } from '../../../../src/graph/model/finding.ts';
import type { Ring, RingMember } from '../../../../src/graph/model/ring.ts';
import { DAY } from '../../../../src/kernel/time.ts';
import { RingHistory } from '../../../../src/risk/training/ring-history.ts';

const order = (day: number) => ({ at: day * DAY, source: 's', id: `e${day}` });
const member = (id: string, day: number, role: RingMember['role'] = 'member'): RingMember => ({
  type: 'User',
  id,
  role,
  since: order(day),
});
const finding = (id: string, last: number, strength: number) =>
  ({ id, last: order(last), strength }) as unknown as Finding;

const ring = {
  id: 'ring',
  formedAt: 10 * DAY,
  members: [member('a', 9), member('b', 10), member('late', 20), member('victim', 10, 'victim')],
  findings: ['early', 'strong'],
} as unknown as Ring;
const history = new RingHistory([ring], [finding('early', 12, 3_000), finding('strong', 30, 9_000)]);

it('tells a membership from a day after it arose, and not before the ring was formed', () => {
  expect(history.at('User', 'a', 10.9 * DAY)).toBeNull();
  expect(history.at('User', 'a', 11 * DAY)).toEqual({ ringId: 'ring', strength: 0, members: 2 });
  expect(history.at('User', 'late', 20.5 * DAY)).toBeNull();
  expect(history.at('User', 'late', 21 * DAY)).toMatchObject({ members: 3 });
});

it('knows the strength of findings that were over by then, and nothing of later ones', () => {
  const strength = [12.9, 13, 30.9, 31].map((day) => history.at('User', 'a', day * DAY)!.strength);
  expect(strength).toEqual([0, 3_000, 3_000, 9_000]);
});

it('leaves victims and strangers out, and tells rings for splits whatever was known when', () => {
  expect(history.at('User', 'victim', 99 * DAY)).toBeNull();
  expect(history.at('Account', 'a', 99 * DAY)).toBeNull();
  expect(history.ever('User', 'late')).toBe('ring');
  expect(history.ever('User', 'victim')).toBeNull();
});
