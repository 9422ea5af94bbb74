import { expect, test } from 'vitest';
import { compareRings } from '../../../../src/rings/evaluation/compare-rings.ts';
import { compareRoles } from '../../../../src/rings/evaluation/roles.ts';
import { foundRing, membersOf, trueRing, truthOf } from '../../../support/true-rings.ts';

const central = (text: string) => ({ metrics: { density: 1, central: membersOf(text) } });

test('true roles stand by the roles found, missing members and outsiders too', () => {
  const { confusion } = compareRoles(
    compareRings(
      [foundRing('f', 'u1:mule u2 u4:host d1:identifier u8'), foundRing('g', 'u20 u21')],
      truthOf([
        trueRing('t', 'u1:organiser u2:mule u3:mule u4:victim u5:faux u8:faux d1:identifier d2:identifier'),
        trueRing('missed', 'u30:organiser u31'),
      ]),
    ),
  );
  expect(confusion).toEqual([
    { role: 'organiser', members: 1, found: { mule: 1 } },
    { role: 'mule', members: 2, found: { member: 1, missing: 1 } },
    { role: 'victim', members: 1, found: { host: 1 } },
    { role: 'identifier', members: 2, found: { identifier: 1, missing: 1 } },
    { role: 'faux', members: 2, found: { member: 1, missing: 1 } },
  ]);
  const outsiders = compareRoles(
    compareRings([foundRing('f', 'u1 u2 u3 u4 u9 u10:host')], truthOf([trueRing('t', 'u1 u2 u3 u4')])),
  ).confusion;
  expect(outsiders.at(-1)).toEqual({ role: 'outsider', members: 2, found: { member: 1, host: 1 } });
});

test('users and their accounts are the same people', () => {
  const owners = new Map([
    ['a1', ['u1']],
    ['a2', ['u2']],
  ]);
  const byAccount = compareRings(
    [foundRing('f', 'a1:collector a2')],
    truthOf([trueRing('t', 'u1 u2:mule')]),
    owners,
  );
  expect(compareRoles(byAccount).confusion).toEqual([
    { role: 'mule', members: 1, found: { member: 1 } },
    { role: 'member', members: 1, found: { collector: 1 } },
  ]);
  const byUser = compareRings(
    [foundRing('f', 'u1:collector u2')],
    truthOf([trueRing('t', 'a1 a2:mule')]),
    owners,
  );
  expect(compareRoles(byUser).confusion).toEqual(compareRoles(byAccount).confusion);
});

test('an organiser is hit by role, else by centrality; chance is one of the suspects', () => {
  const { organiser } = compareRoles(
    compareRings(
      [
        foundRing('hit', 'u1:organiser u2', central('u2')),
        foundRing('central', 'u3 u4 u5 u6', central('u3 u4')),
        foundRing('wrong', 'u7 u8', central('u8')),
        foundRing('silent', 'u11 u12'),
        foundRing('no organiser', 'u13 u14', central('u13')),
      ],
      truthOf([
        trueRing('t1', 'u1:organiser u2'),
        trueRing('t2', 'u3:organiser u4 u5 u6'),
        trueRing('t3', 'u7:organiser u8'),
        trueRing('t4', 'u11:organiser u12'),
        trueRing('t5', 'u13 u14'),
      ]),
    ),
  );
  expect(organiser).toMatchObject({ rings: 4, pointed: 3, hits: { part: 2, whole: 4 } });
  expect(organiser.onePick).toBeCloseTo((1 + 0.5 + 0 + 0) / 4, 12);
  expect(organiser.chance).toBeCloseTo((0.5 + 0.25 + 0.5 + 0.5) / 4, 12);
});

test('innocents of a true ring are wrong suspects in any found ring, unless they are perpetrators of another', () => {
  const { wrongSuspects } = compareRoles(
    compareRings(
      [foundRing('f', 'u7 u8 u9:host u5')],
      truthOf([trueRing('t', 'u1 u2 u7:victim u9:victim u8:bystander u5:victim'), trueRing('s', 'u5 u6')]),
    ),
  );
  expect(wrongSuspects.map(({ role, members }) => [role, members.part, members.whole])).toEqual([
    ['victim', 1, 2],
    ['bystander', 1, 1],
  ]);
});
