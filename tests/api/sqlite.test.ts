import { join } from 'node:path';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { MakeStore } from '../support/api-server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { accessCases } from './access.case.ts';
import { graphqlCases } from './graphql.case.ts';
import { limitCases } from './limits.case.ts';
import { restCases } from './rest.case.ts';
import { riskCases } from './risk.case.ts';
import { scoringCases } from './scoring.case.ts';
import { subscriptionCases } from './subscriptions.case.ts';

const folder = tempFolder();
let files = 0;
const make: MakeStore = () => {
  const path = join(folder, `store-${++files}.db`);
  return openSqliteStore({
    path,
    url: `sqlite:${path}`,
    mode: 'create',
    clock: systemClock,
    logger: silentLogger,
  });
};

restCases('sqlite', make);
graphqlCases('sqlite', make);
limitCases('sqlite', make);
accessCases('sqlite', make, folder);
subscriptionCases('sqlite', make, folder);
scoringCases('sqlite', make);
riskCases('sqlite', make);
