import { canonicalJson } from '../../kernel/canonical.ts';
import type { Event, EventKey, EventOf } from '../../graph/model/event.ts';

type Label = EventOf<'label'>;
export type LabelSubject = Label['subject'];

/** Labels in force by what they are about, in order of arrival. Memory: all labels, and the keys that are taken back. */
export class LabelBook {
  readonly #bySubject = new Map<string, Label[]>();
  readonly #subjectOf = new Map<string, string>();
  readonly #retracted = new Set<string>();
  readonly #versions = new Map<string, number>();

  take(event: Event): void {
    if (event.kind === 'retraction') this.#retract(event.of);
    if (event.kind !== 'label') return;
    const key = canonicalJson([event.source, event.id]);
    if (this.#retracted.has(key) || this.#subjectOf.has(key)) return;
    const subject = canonicalJson(event.subject);
    this.#subjectOf.set(key, subject);
    this.#versions.set(subject, (this.#versions.get(subject) ?? 0) + 1);
    const labels = this.#bySubject.get(subject);
    if (labels) labels.push(event);
    else this.#bySubject.set(subject, [event]);
  }

  labelsOf(subject: LabelSubject): readonly Label[] {
    return this.#bySubject.get(canonicalJson(subject)) ?? [];
  }

  /** How often a label about the subject came or was taken back: rises with every change, 0 without any. */
  versionOf(subject: LabelSubject): number {
    return this.#versions.get(canonicalJson(subject)) ?? 0;
  }

  #retract(of: EventKey): void {
    const key = canonicalJson([of[0], of[1]]);
    this.#retracted.add(key);
    const subject = this.#subjectOf.get(key);
    if (subject === undefined) return;
    const left = this.#bySubject.get(subject)!.filter(({ source, id }) => source !== of[0] || id !== of[1]);
    this.#bySubject.set(subject, left);
    this.#versions.set(subject, (this.#versions.get(subject) ?? 0) + 1);
  }
}
