import { TRANSFER_FEATURES, transferFeatures } from '../features/transfers/features.ts';
import { onConservedCycle } from '../features/transfers/conserved-cycles.ts';
import { knownUntil, type AsOfRule } from '../features/transfers/known-until.ts';
import { transferLog, type TransferColumns } from '../features/transfers/transfer-log.ts';
import { Interner } from '../graph/interner.ts';
import { compareEvents } from '../graph/model/event.ts';
import { CurrencyTable } from '../kernel/money.ts';
import { readLabelledAmlsim, type LabelledTransfer } from '../ingest/datasets/amlsim-labelled.ts';
import { DEFAULT_SOURCE } from '../ingest/decode.ts';
import { inputsOf } from '../ingest/files/input.ts';
import {
  judgeScores,
  requireLabelsInParts,
  scoreParts,
  type AblationData,
  type AblationLine,
} from '../risk/evaluation/ablation.ts';
import { raiseScores } from '../risk/evaluation/raise-score.ts';
import { groupsOnBothSides, partEnds, type TimeSplit } from '../risk/evaluation/time-split.ts';
import { featureMatrix } from '../risk/models/feature-matrix.ts';
import type { Progress } from './context.ts';

export interface AmlsimRequest {
  /** Folder or file of an AMLSim run. */
  readonly path: string;
  readonly split: TimeSplit;
  readonly asOf: AsOfRule;
}

/** What `evaluate amlsim --json` prints, and nothing else. */
export interface AmlsimReport {
  /** Transactions. */
  readonly rows: number;
  /** Alerts with transactions in the training part and in the last. */
  readonly ringsOnBothSides: number;
  readonly ablation: readonly AblationLine[];
}

/**
 * How well is_sar of single transactions is foretold with and without graph features (docs/features.md): trained on the
 * first part in time, threshold from the middle one, figures of the last. Memory at the peak about 8 KB a transaction.
 * @throws RingfenceError FILE_UNREADABLE, FORMAT_UNKNOWN, EVENT_INVALID, TRAINING_INVALID
 */
export async function evaluateAmlsim(
  { path, split, asOf }: AmlsimRequest,
  progress: Progress = () => {},
): Promise<AmlsimReport> {
  progress('reading', 0);
  const rows = await readSorted(path);
  const columns = transferColumns(rows);
  const ends = partEnds(rows.length, split);
  const labels = Uint8Array.from(rows, ({ isSar }) => Number(isSar));
  requireLabelsInParts(labels, ends);
  const known = knownUntil(columns.at, asOf, ends);
  const features = transferFeatures(transferLog(columns), known, TRANSFER_FEATURES, (done) =>
    progress('features', done, rows.length),
  );
  const matrix = featureMatrix(
    TRANSFER_FEATURES.map(({ name }) => name),
    features,
  );
  const rings = rows.map(({ alert }) => alert);
  return {
    rows: rows.length,
    ringsOnBothSides: groupsOnBothSides(rings, ends),
    ablation: ablationLines({ matrix, labels, ends }, onConservedCycle(columns, known), progress),
  };
}

/** In event order. */
async function readSorted(path: string): Promise<LabelledTransfer[]> {
  const inputs = await inputsOf([path], undefined, true);
  const context = { currencies: new CurrencyTable(), source: DEFAULT_SOURCE };
  const rows = await readLabelledAmlsim(inputs, context);
  return rows.sort((a, b) => compareEvents(a.transfer, b.transfer));
}

function transferColumns(rows: readonly LabelledTransfer[]): TransferColumns {
  const accounts = new Interner();
  const from = Int32Array.from(rows, ({ transfer }) => accounts.add(transfer.from));
  const to = Int32Array.from(rows, ({ transfer }) => accounts.add(transfer.to));
  const at = Float64Array.from(rows, ({ transfer }) => transfer.at);
  const amount = Float64Array.from(rows, ({ transfer }) => transfer.amount.minor);
  return { accounts: accounts.size, from, to, at, amount };
}

function ablationLines(data: AblationData, fires: Uint8Array, progress: Progress): AblationLine[] {
  const { labels, ends } = data;
  const named = (group: string): string[] =>
    TRANSFER_FEATURES.filter((feature) => group === 'both' || feature.group === group).map(
      ({ name }) => name,
    );
  const groups = ['transaction', 'graph', 'both'];
  const scores = groups.map((group, i) => {
    progress(`training: ${group}`, i, groups.length);
    return scoreParts(data, named(group));
  });
  const { middle, last } = scores[2];
  const raised = {
    middle: raiseScores(middle, fires.subarray(ends[0], ends[1])),
    last: raiseScores(last, fires.subarray(ends[1], ends[2])),
  };
  const all = [...scores, raised];
  return [...groups, 'both+rules'].map((features, i) => judgeScores(features, all[i], { labels, ends }));
}
