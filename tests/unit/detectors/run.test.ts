import { expect, test } from 'vitest';
import { runDetectors } from '../../../src/detectors/run.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import { RingfenceError } from '../../../src/kernel/errors.ts';
import { buildEventGraph } from '../../../src/projection/event-graph-builder.ts';

function registration(
  user: string,
  at: number,
  fields: Partial<Extract<Event, { kind: 'registration' }>>,
): Event {
  return { source: 's', id: `${user}@${at}`, kind: 'registration', at, observedAt: at, user, ...fields };
}

const couple = [
  registration('ann', 1, { email: 'us@x.org', phone: '1' }),
  registration('bob', 2, { email: 'us@x.org', phone: '1' }),
  registration('cid', 3, { email: 'me@x.org', phone: '1' }),
];

function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(RingfenceError);
    expect((error as RingfenceError).code).toBe('OPTION_INVALID');
    return (error as RingfenceError).message;
  }
  throw new Error('nothing was thrown');
}

const empty = buildEventGraph([]);

test('findings come eldest first, those of one event by id', () => {
  const { findings } = runDetectors(buildEventGraph(couple), { detectors: ['shared-identity'] });
  expect(findings.map((finding) => finding.subject.join(':')).toSorted()).toEqual([
    'email:us@x.org',
    'phone:1',
  ]);
  expect(findings[0].id < findings[1].id).toBe(true);
  const later = [registration('zoe', 0, { email: 'me@x.org' }), ...couple];
  const all = runDetectors(buildEventGraph(later), { detectors: ['shared-identity'] }).findings;
  expect(all.map((finding) => finding.first.at)).toEqual([2, 2, 3]);
});

test('a setting reaches its detector, and the later of two wins', () => {
  const set = ['shared-identity.minUsers=2', 'shared-identity.minUsers=3'];
  const result = runDetectors(buildEventGraph(couple), { detectors: ['shared-identity'], set });
  expect(result.findings.map((finding) => finding.subject)).toEqual([['phone', '1']]);
  expect(result.options['shared-identity']).toEqual({
    kinds: 'phone,email,nationalId',
    minUsers: '3',
    hubUsers: '50',
  });
});

test('the hub rule is set beside the detectors and told with them', () => {
  const { options } = runDetectors(empty, { detectors: ['shared-identity'], set: ['hubs.hubUsers=80'] });
  expect(options.hubs.hubUsers).toBe('80');
  expect(Object.keys(options).toSorted()).toEqual(['hubs', 'shared-identity']);
});

test('without a choice every detector runs', () => {
  const { options } = runDetectors(empty);
  expect(Object.keys(options)).toContain('shared-identity');
});

test('an identifier that a crowd carries is listed with what it kept out', () => {
  const graph = buildEventGraph(couple);
  const { findings, hubs } = runDetectors(graph, {
    detectors: ['shared-identity'],
    set: ['shared-identity.hubUsers=2', 'shared-identity.kinds=phone'],
  });
  expect(findings).toHaveLength(1);
  expect(hubs).toEqual([{ type: 'Identifier', id: 'phone:1', reason: 'carriers', day: 0, keptOut: 1 }]);
});

test('unknown names fail with the nearest one', () => {
  expect(failure(() => runDetectors(empty, { detectors: ['shared-identiy'] }))).toContain(
    '"shared-identiy" is no detector; did you mean shared-identity?',
  );
  expect(failure(() => runDetectors(empty, { set: ['shared-identity.minuser=3'] }))).toContain(
    'did you mean minUsers?',
  );
  expect(failure(() => runDetectors(empty, { set: ['shared-identity.constructor=3'] }))).toContain(
    'is no option of shared-identity',
  );
  expect(failure(() => runDetectors(empty, { set: ['hub.hubUsers=3'] }))).toContain('did you mean hubs?');
  expect(failure(() => runDetectors(empty, { detectors: ['qqqqqqqqqqqqqqqq'] }))).toContain('there are ');
});

test('a bad value and a bad form fail and name the option', () => {
  expect(failure(() => runDetectors(empty, { set: ['shared-identity.minUsers=1'] }))).toContain(
    'shared-identity.minUsers',
  );
  expect(failure(() => runDetectors(empty, { set: ['minUsers=3'] }))).toContain('DETECTOR.OPTION=VALUE');
});
