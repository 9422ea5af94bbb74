const ABOUT_RING = /^(in_ring|ring_|payee_in_(same_)?ring)/;

/** Whether a feature says no more than that somebody is in a ring, or how large or strong it is. */
export function isAboutRing(feature: string): boolean {
  return ABOUT_RING.test(feature);
}
