import type { EventOf } from '../graph/model/event.ts';
import type { Script } from './script.ts';

/** A verdict on somebody, about something that happened at `at` and known from `knownAt` on. */
export type PlannedLabel = Pick<EventOf<'label'>, 'subject' | 'verdict' | 'axis' | 'type' | 'role'> & {
  readonly at: number;
  readonly knownAt: number;
};

/** Labels that will be given; the script holds their places in time. */
export class LabelBook {
  readonly #script: Script;
  readonly #labels: PlannedLabel[] = [];

  constructor(script: Script) {
    this.#script = script;
  }

  add(label: PlannedLabel): void {
    this.#script.label(label.at, this.#labels.push(label) - 1);
  }

  get(number: number): PlannedLabel {
    return this.#labels[number];
  }
}
