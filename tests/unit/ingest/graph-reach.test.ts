import { describe, expect, it } from 'vitest';
import { GraphReach } from '../../../src/ingest/graph-reach.ts';
import { transfer } from '../../support/internal-events.ts';

describe('GraphReach', () => {
  it('counts a node once and every transfer as an edge of its own', () => {
    const reach = new GraphReach();
    reach.add(transfer('1', 'a', 'b'));
    expect(reach.size).toBe(3);
    reach.add(transfer('2', 'a', 'b'));
    expect(reach.size).toBe(4);
    reach.add(transfer('3', 'b', 'c'));
    expect(reach.size).toBe(6);
  });

  it('counts the uses of a pair as one edge', () => {
    const reach = new GraphReach();
    const session = { kind: 'session', source: 's', at: 1, observedAt: 1, user: 'u', device: 'd' } as const;
    reach.add({ ...session, id: '1' });
    reach.add({ ...session, id: '2' });
    expect(reach.size).toBe(3);
    reach.add({ ...session, id: '3', user: 'v' });
    expect(reach.size).toBe(5);
  });
});
