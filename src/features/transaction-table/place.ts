/** A point on the globe, in degrees. */
export interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** Mean radius of the Earth in kilometres (IUGG). */
const EARTH_RADIUS = 6_371.0088;

/** Great-circle distance in kilometres on a sphere (haversine; Sinnott 1984). */
export function distanceKm(a: Point, b: Point): number {
  const rad = Math.PI / 180;
  const half = (degrees: number): number => Math.sin((degrees * rad) / 2) ** 2;
  const h = half(b.lat - a.lat) + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * half(b.lon - a.lon);
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
}
