import { Command } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { storeStats } from '../../app/store-stats.ts';
import { formatInstant } from '../../kernel/time.ts';
import { printJson, type Io } from '../io.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';
import { table } from '../table.ts';

export function statsCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('stats').summary('count what the store holds'))
    .description(
      'Counts events, nodes, edges, labels, findings and rings, and how transactions stand to known fraud.',
    )
    .action(async (flags: StoreFlags) => {
      const stats = await useStore(app, storeUrl(flags, io), 'read', storeStats);
      const detectedAt = stats.detectedAt === null ? null : formatInstant(stats.detectedAt);
      if (flags.json) return printJson(io, { ...stats, detectedAt });
      const groups = {
        event: stats.events,
        node: stats.entities,
        edge: stats.edges,
        label: stats.labels,
        profile: stats.transactions.profiles,
        finding: stats.findings,
      };
      const rows = Object.entries(groups).flatMap(([group, counts]) =>
        Object.entries(counts).map(([name, count]) => [group, name, count]),
      );
      io.out(`${stats.store}\n\n${table(['what', 'kind', 'count'], [...rows, ['ring', '', stats.rings]])}`);
      const { total, preFraud, trainEligible } = stats.transactions;
      if (total > 0)
        io.out(
          `\n${total.toLocaleString('en-US')} transactions of users: ${share(preFraud, total)} before the confirmation of a fraud, ` +
            `${share(trainEligible, total)} eligible for training.\n`,
        );
      io.out(
        detectedAt
          ? `\nLast detection: ${detectedAt}\n`
          : '\nNo detection was saved yet: run `ringfence detect`.\n',
      );
    });
}

function share(count: number, total: number): string {
  return `${((100 * count) / total).toFixed(2)} %`;
}
