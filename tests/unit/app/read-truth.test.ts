import { describe, expect, test } from 'vitest';
import { parseTruth } from '../../../src/app/read-truth.ts';

const read = (value: unknown) => parseTruth(JSON.stringify(value), 'truth.json');
const member = { type: 'User', id: 'u1', role: 'mule' };

describe('a truth file', () => {
  test('needs rings only; what it does not say has a name all the same', () => {
    expect(read({ rings: [{ members: [{ type: 'user', id: 7 }] }] })).toEqual({
      truth: {
        rings: [{ id: 'ring-1', kind: 'unknown', members: [{ type: 'User', id: '7', role: 'member' }] }],
        lookalikes: [],
      },
      loners: [],
      level: null,
    });
  });

  test('may say more than is asked, and roles of its own', () => {
    const truth = read({
      level: 'hard',
      generator: { seed: 1 },
      rings: [{ id: 'r', kind: 'k', since: 3, members: [{ ...member, role: 'Victim', unwitting: true }] }],
      lookalikes: [{ kind: 'family', members: [{ type: 'ACCOUNT', id: 'a1' }], note: '' }],
      loners: [
        { kind: 'x', axis: 'third-party', user: 'u5', acts: [] },
        { user: { type: 'User', id: 'u6' } },
      ],
    });
    expect(truth).toEqual({
      truth: {
        rings: [{ id: 'r', kind: 'k', members: [{ type: 'User', id: 'u1', role: 'victim' }] }],
        lookalikes: [{ kind: 'family', members: [{ type: 'Account', id: 'a1' }] }],
      },
      loners: ['u5', 'u6'],
      level: 'hard',
    });
  });

  test('may start with a byte order mark', () => {
    expect(parseTruth('\uFEFF{"rings":[]}', 'f').truth.rings).toEqual([]);
  });

  test.each([
    ['no JSON', '{', /truth\.json: is not JSON/],
    ['a list', '[]', /\(whole file\) is a list of 0, not an object/],
    ['no rings', '{}', /truth\.json: rings is nothing, not a list/],
    ['a ring of text', '{"rings":["secret"]}', /rings\[0\] is text of 6 characters, not an object/],
    ['no members', '{"rings":[{}]}', /rings\[0\]\.members is nothing, not a list/],
    [
      'a member without id',
      '{"rings":[{"members":[{"type":"User"}]}]}',
      /rings\[0\]\.members\[0\]\.id is nothing/,
    ],
    [
      'a type of its own',
      '{"rings":[{"members":[{"type":"Person","id":"p"}]}]}',
      /members\[0\]\.type .*one of User/,
    ],
    [
      'a role of number',
      '{"rings":[{"members":[{"type":"User","id":"p","role":3}]}]}',
      /members\[0\]\.role is a whole/,
    ],
    [
      'a kind of number',
      '{"rings":[{"kind":3,"members":[]}]}',
      /rings\[0\]\.kind is a whole number, not a text/,
    ],
    [
      'look-alikes of text',
      '{"rings":[],"lookalikes":"no"}',
      /lookalikes is text of 2 characters, not a list/,
    ],
    ['a loner without user', '{"rings":[],"loners":[{}]}', /loners\[0\]\.user is nothing, not an id/],
  ])('with %s is refused, naming the place and the shape, not the value', (_, text, message) => {
    expect(() => parseTruth(text, 'truth.json')).toThrowError(
      expect.objectContaining({ code: 'FORMAT_UNKNOWN', message: expect.stringMatching(message) }),
    );
    expect(() => parseTruth(text, 'truth.json')).not.toThrow(/secret/);
  });
});
