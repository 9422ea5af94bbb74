import { expect, it } from 'vitest';
import { eventKey } from '../../../src/graph/model/event.ts';
import { makeWorld, ofKind, suspects, tellAll } from '../../support/worlds.ts';

const world = makeWorld({ users: 4_000, fraudRate: 0.15, seed: 6 });
const events = tellAll(world);
const labels = ofKind(events, 'label');
const { rings } = world.truth;

it('labels as scams what victims were talked into paying, by transfer', () => {
  const victims = new Set(
    rings.flatMap(({ members }) =>
      members.flatMap(({ role, id, type }) => (role === 'victim' && type === 'User' ? [id] : [])),
    ),
  );
  const transfers = new Map(
    ofKind(events, 'transfer').map((event) => [JSON.stringify(eventKey(event)), event]),
  );
  const scams = labels.filter(({ subject, axis }) => subject.type === 'Event' && axis === 'scam');
  expect(scams.length).toBeGreaterThan(0);
  for (const { subject, verdict, at } of scams) {
    if (subject.type !== 'Event') continue;
    const transfer = transfers.get(JSON.stringify([subject.source, subject.id]))!;
    expect(verdict).toBe('fraud');
    expect(victims).toContain(transfer.user);
    expect(at).toBeGreaterThan(transfer.at);
  }
});

it('labels people who exist on paper only as first-party, and owners of bought accounts as third-party', () => {
  const axesOf = (kind: string) => {
    const members = new Set(
      rings.filter((ring) => ring.kind === kind).flatMap((ring) => suspects(ring, 'User')),
    );
    return new Set(
      labels.flatMap(({ subject, verdict, axis }) =>
        subject.type === 'User' && verdict === 'fraud' && members.has(subject.id) && axis ? [axis] : [],
      ),
    );
  };
  expect(axesOf('shared-identity')).toEqual(new Set(['first-party']));
  expect(axesOf('ip-recycling')).toEqual(new Set(['first-party']));
  expect(axesOf('device-sharing')).toEqual(new Set(['first-party', 'third-party']));
});
