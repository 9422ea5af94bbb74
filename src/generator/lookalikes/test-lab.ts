import { DAY } from '../../kernel/time.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { countryOfUser } from '../population.ts';

const FEWEST = 3;

/** Testers who try apps on many phones of a few models, reset again and again, from the line of the office. */
export const testLab: LookalikePattern = {
  kind: 'test-lab',
  plant(stage, rng) {
    const { cast, population, devices, network, script, time, truth, options } = stage;
    const testers = cast.neighbours(Math.min(rng.int(3, 12), Math.round(population.size / 30)), 200, rng);
    if (testers.length < FEWEST) return;
    const country = countryOfUser(population, testers[0]);
    const known = rng.chance(stage.level.network.kindKnown);
    const address = network.add({ kind: rng.chance(0.5) ? 'residential' : 'unknown', country, known });
    const models = Array.from({ length: rng.int(1, 3) }, () => devices.add(rng, 'phone'));
    const used = new Set<number>();
    for (const tester of testers)
      for (let sessions = rng.int(3, 12); sessions > 0; sessions--) {
        const at = time.at(rng.int(0, options.days - 1), country, 9 + 9 * rng.unit());
        if (at <= population.registeredAt[tester] + DAY) continue;
        const model = rng.pick(models);
        const device = rng.chance(0.5) ? model : devices.addLike(model);
        used.add(device);
        script.session(at, tester, { device, address });
      }
    truth.lookalike('test-lab', [
      ...testers.map((user) => truth.user(user)),
      ...[...used].map((device) => truth.device(device)),
      truth.address(address),
    ]);
  },
};
