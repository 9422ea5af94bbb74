import { expect, test } from 'vitest';
import { importShared } from '../support/imported-data.ts';

const sample = await importShared('rift', ['rift']);
test.skipIf(!sample)(
  'rift: every inner account of the five shell chains, and no ordinary account',
  async () => {
    const { findings } = await sample!.detect(['pass-through']);
    const accounts = new Set(
      findings.filter(({ subject }) => subject.length === 1).map(({ subject }) => subject[0]),
    );
    // The makers of rift list the chains 500 to 503, 600 to 604, 700 to 705, 800 to 803 and 900 to 905.
    const inner = [501, 502, 601, 602, 603, 701, 702, 703, 704, 801, 802, 901, 902, 903, 904];
    expect(inner.filter((number) => !accounts.has(`ACC_${number}`))).toEqual([]);
    // Whoever else passes money on is on one of the seven cycles.
    const others = [...accounts].filter((id) => !inner.some((number) => id === `ACC_${number}`));
    expect(others.filter((id) => !/^ACC_0\d\d$/.test(String(id)))).toEqual([]);
    expect(accounts.size).toBe(34);
    expect(findings.flatMap(({ members }) => members).filter(({ id }) => id.startsWith('NORM'))).toEqual([]);
  },
);
