import type { MeasuredWorlds } from './world-page.ts';

/** A picture of the page: drawn from what is stored, so that the same figures give the same bytes. */
export interface Plot {
  readonly name: string;
  readonly title: string;
  /** The group of targets that it stands under. */
  readonly group: string;
  draw(worlds: MeasuredWorlds['worlds']): string;
}

export const PLOTS: readonly Plot[] = [];
