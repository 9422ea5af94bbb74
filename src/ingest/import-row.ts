import { RingfenceError } from '../kernel/errors.ts';
import type { Event } from '../graph/model/event.ts';

/** Where in the input something stands. */
export interface Place {
  readonly file: string;
  /** From 1, as an editor counts. */
  readonly line: number;
}

/** A row of the input: the event (or events) it tells of, or why it can't be used. */
export type ImportRow = EventRow | BadRow | SkippedRow;

export interface EventRow {
  readonly event: Event;
  /** The row's other events, where it tells of more than one. */
  readonly more?: readonly Event[];
  /** Absent for events that were made and not read. */
  readonly place?: Place;
}

/** A good row that tells of no event, by the rules of its data set. */
export interface SkippedRow {
  readonly skipped: Place;
}

export interface BadRow {
  readonly bad: BadInput;
}

export interface BadInput extends Place {
  /** Column or dotted field; absent when the whole row is at fault. */
  readonly field?: string;
  readonly reason: string;
  /** The row as it stands in the file; only its beginning is kept. */
  readonly text: string;
}

export function badRow(place: Place, text: string, reason: string, field?: string): BadRow {
  const where = { file: place.file, line: place.line };
  return { bad: field === undefined ? { ...where, reason, text } : { ...where, field, reason, text } };
}

/**
 * Makes the row of a place; a RingfenceError EVENT_INVALID thrown meanwhile makes it a bad one.
 * @param make returns the events of the row; with none the row is passed over, and counted
 */
export function rowAt(place: Place, text: string, make: () => readonly Event[]): ImportRow {
  try {
    const [event, ...more] = make();
    return event === undefined ? { skipped: place } : { event, more, place };
  } catch (error) {
    return badRowOf(place, text, error);
  }
}

/** The bad row that an error makes. @throws the error itself when it says nothing about the row. */
export function badRowOf(place: Place, text: string, error: unknown): BadRow {
  if (!(error instanceof RingfenceError) || error.code !== 'EVENT_INVALID') throw error;
  const { field } = error.facts;
  return badRow(place, text, error.message, typeof field === 'string' ? field : undefined);
}
