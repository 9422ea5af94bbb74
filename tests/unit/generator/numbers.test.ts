import { describe, expect, it } from 'vitest';
import { EntityIds } from '../../../src/generator/entity-ids.ts';
import { Network } from '../../../src/generator/network.ts';
import { Permutation } from '../../../src/generator/permutation.ts';
import { TimeOfDay } from '../../../src/generator/time-of-day.ts';
import { COUNTRIES } from '../../../src/generator/countries.ts';
import { WeightedPick } from '../../../src/generator/weighted-pick.ts';
import { ipBlock } from '../../../src/graph/model/ip.ts';
import { rngFor } from '../../../src/kernel/rng.ts';
import { HOUR } from '../../../src/kernel/time.ts';
import { chiSquare } from '../../support/worlds.ts';

describe('Permutation', () => {
  it.each([2, 8, 16])('maps %i bits one to one onto themselves', (bits) => {
    const permutation = new Permutation(bits, rngFor(1, 'test', bits));
    const images = new Set(Array.from({ length: 2 ** bits }, (_, value) => permutation.of(value)));
    expect(images.size).toBe(2 ** bits);
    expect(Math.max(...images)).toBe(2 ** bits - 1);
  });

  it('keeps 32-bit values apart and inside, and depends on its key', () => {
    const [one, other] = ['a', 'b'].map((key) => new Permutation(32, rngFor(1, key)));
    const values = Array.from({ length: 5_000 }, (_, i) => (i * 858_993) % 2 ** 32);
    const images = values.map((value) => one.of(value));
    expect(new Set(images).size).toBe(new Set(values).size);
    expect(images.every((image) => image >= 0 && image < 2 ** 32)).toBe(true);
    expect(values.filter((value) => one.of(value) === other.of(value)).length).toBeLessThan(3);
  });
});

describe('WeightedPick', () => {
  it('draws as often as the weights say, and never what has none', () => {
    const weights = [5, 0, 1, 3, 0.5, 0];
    const pick = new WeightedPick(weights);
    const rng = rngFor(9, 'pick');
    const counts = weights.map(() => 0);
    for (let i = 0; i < 20_000; i++) counts[pick.draw(rng)]++;
    expect([counts[1], counts[5]]).toEqual([0, 0]);
    const drawn = [0, 2, 3, 4];
    // 99.9th percentile of chi-square with three degrees of freedom.
    expect(
      chiSquare(
        drawn.map((i) => counts[i]),
        drawn.map((i) => weights[i]),
      ),
    ).toBeLessThan(16.27);
  });
});

describe('EntityIds', () => {
  it('gives each number one id, another for another seed', () => {
    const ids = new EntityIds(3);
    const users = Array.from({ length: 3_000 }, (_, user) => ids.user(user));
    expect(new Set(users).size).toBe(3_000);
    expect(users.every((id) => /^u[0-9a-f]{8}$/.test(id))).toBe(true);
    expect(new EntityIds(3).user(7)).toBe(ids.user(7));
    expect(new EntityIds(4).user(7)).not.toBe(ids.user(7));
  });
});

describe('Network', () => {
  it('gives addresses that nobody owns, each its own block', () => {
    const network = new Network(5);
    for (let i = 0; i < 2_000; i++)
      network.add({ kind: 'residential', country: 0, version: i % 2 === 0 ? 4 : 6, known: true });
    const blocks = Array.from({ length: network.size }, (_, address) => network.block(address));
    expect(new Set(blocks).size).toBe(2_000);
    for (const block of blocks) expect(block).toMatch(/^(24\d|25[0-5])\.|^2001:db8:/);
  });

  it('changes the lower half of an IPv6 address with the host, the block never', () => {
    const network = new Network(5);
    const address = network.add({ kind: 'residential', country: 0, version: 6, known: true });
    const texts = Array.from({ length: 50 }, (_, host) => network.text(address, host));
    expect(new Set(texts).size).toBeGreaterThan(45);
    expect(new Set(texts.map((text) => ipBlock(text)))).toEqual(new Set([network.block(address)]));
  });
});

describe('TimeOfDay', () => {
  it('finds the instant at which local clocks show an hour, in winter and in summer', () => {
    for (const start of [Date.UTC(2025, 0, 1), Date.UTC(2025, 2, 29, 17, 45)]) {
      const time = new TimeOfDay(
        start,
        Array.from({ length: 24 }, () => 1),
      );
      COUNTRIES.forEach(({ timeZone }, country) => {
        for (const day of [1, 5, 20]) {
          const at = time.at(day, country, 9.5);
          const clock = new Date(at).toLocaleTimeString('en-GB', {
            timeZone,
            hour: '2-digit',
            minute: '2-digit',
          });
          expect(clock).toBe('09:30');
          expect(at).toBeGreaterThanOrEqual(time.dayStart(day));
          expect(at).toBeLessThan(time.dayStart(day) + 24 * HOUR);
        }
      });
    }
  });
});
