import type { EventOrder } from '../../graph/model/event.ts';
import { compareBytes } from '../../kernel/bytes.ts';

/** Whether an event comes after another in event order, or is the same. */
export function isLater(a: EventOrder, b: EventOrder): boolean {
  return (a.at - b.at || compareBytes(a.source, b.source) || compareBytes(a.id, b.id)) >= 0;
}

/** Written as a list, so that no property name is special. */
export function stampsText(stamps: ReadonlyMap<string, EventOrder>): string | null {
  if (stamps.size === 0) return null;
  return JSON.stringify([...stamps].map(([name, { at, source, id }]) => [name, at, source, id]));
}

export function readStamps(text: string): Map<string, EventOrder> {
  const rows = JSON.parse(text) as [string, number, string, string][];
  return new Map(rows.map(([name, at, source, id]) => [name, { at, source, id }]));
}
