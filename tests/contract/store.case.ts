import { describe } from 'vitest';
import { asOfCases } from './as-of.case.ts';
import { careCases } from './care.case.ts';
import { documentCases } from './documents.case.ts';
import { edgeCases } from './edges.case.ts';
import { entityCases } from './entities.case.ts';
import { eventLogCases } from './event-log.case.ts';
import { leaseCases } from './lease.case.ts';
import { rebuildCases } from './rebuild.case.ts';
import { recordCases } from './records.case.ts';
import { snapshotCases } from './snapshots.case.ts';
import type { StoreFactory } from './store-under-test.ts';

/**
 * The conformance suite of stores: every sentence of src/store/port.ts, on a real store. An adapter joins with one
 * line in a test file of its own; what it can't do it names in `lacks`, with the reason, and those cases are shown
 * as skipped. A difference between adapters that is not in that list is a defect.
 */
export function testStore(factory: StoreFactory): void {
  describe(`store: ${factory.name}`, () => {
    eventLogCases(factory);
    asOfCases(factory);
    entityCases(factory);
    edgeCases(factory);
    rebuildCases(factory);
    recordCases(factory);
    documentCases(factory);
    snapshotCases(factory);
    leaseCases(factory);
    careCases(factory);
  });
}
