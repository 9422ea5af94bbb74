import { DAY, HOUR } from '../../kernel/time.ts';
import { ownSpot } from '../conduct.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { pay, someTime } from './money-between.ts';

const FEWEST = 5;

/** A shopkeeper who takes money for relatives abroad and passes it on within a day to a partner, less a fee. */
export const remittanceAgent: LookalikePattern = {
  kind: 'remittance-agent',
  plant(stage, rng) {
    const { accounts, script, cast, truth } = stage;
    const [agent, partner] = cast.tenured(2, rng);
    const wanted = Math.min(rng.int(9, 32), Math.ceil(stage.population.size / 20));
    const senders = cast.neighbours(wanted, 300, rng).filter((user) => user !== agent && user !== partner);
    if (partner === undefined || senders.length < FEWEST) return;
    const [from, to] = [accounts.main(agent), accounts.main(partner)];
    for (const sender of senders)
      for (let times = rng.int(1, 2); times > 0; times--) {
        const at = someTime(stage, 2 * DAY, rng.unit());
        const minor = Math.round(rng.logNormal(Math.log(15_000), 0.7));
        pay(stage, sender, agent, at, minor);
        const later = at + (1 + 22 * rng.unit()) * HOUR;
        const share = 0.9 + 0.08 * rng.unit();
        if (later < stage.end)
          script.transfer(later, agent, from, to, minor * share, ownSpot(stage, agent, later));
      }
    truth.lookalike('remittance-agent', [
      truth.account(from),
      truth.account(to),
      ...senders.map((user) => truth.account(accounts.main(user))),
    ]);
  },
};
