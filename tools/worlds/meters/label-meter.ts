import type { Event } from '../../../src/graph/model/event.ts';
import { DAY } from '../../../src/kernel/time.ts';
import type { CastList, Meter } from '../cast-list.ts';
import { bandCounts, mean, quantileOf, rounded, share, type Measured } from '../reading.ts';

/** Delays are measured on labels whose act lies this long before the end, or late ones would be missing. */
const SETTLED_DAYS = 30;
const BANDS = Array.from({ length: 21 }, (_, day) => day);

/** Labels: how many perpetrators get one, and how long after the act. */
export class LabelMeter implements Meter {
  readonly #cast: CastList;
  readonly #labelled = new Set<string>();
  readonly #delays: number[] = [];
  #innocents = 0;

  constructor(cast: CastList) {
    this.#cast = cast;
  }

  add(event: Event): void {
    if (event.kind !== 'label' || event.subject.type !== 'User') return;
    if (!this.#cast.ringMembers.has(event.subject.id)) {
      this.#innocents++;
      return;
    }
    this.#labelled.add(event.subject.id);
    if (event.at < this.#cast.end - SETTLED_DAYS * DAY)
      this.#delays.push((event.observedAt - event.at) / DAY);
  }

  read({ readings, histograms }: Measured): void {
    const logs = this.#delays.map(Math.log);
    const centre = mean(logs);
    const squares = logs.map((log) => (log - centre.value) ** 2);
    readings['labels.share'] = share(this.#labelled.size, this.#cast.ringMembers.size);
    readings['labels.delayMean'] = mean(this.#delays);
    readings['labels.delayMedian'] = quantileOf(this.#delays, 0.5);
    readings['labels.delaySigma'] = {
      value: rounded(Math.sqrt(mean(squares).value)),
      sample: logs.length,
      error: rounded(0.9 / Math.sqrt(2 * Math.max(1, logs.length))),
    };
    readings['labels.onInnocents'] = { value: this.#innocents };
    const counts = bandCounts(this.#delays, BANDS);
    histograms.labelDelay = {
      labels: BANDS.map((day) => (day === 20 ? '20+' : String(day))),
      values: counts.map((count) => rounded(count / Math.max(1, this.#delays.length))),
    };
  }
}
