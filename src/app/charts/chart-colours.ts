/**
 * Colours of charts, as custom properties with a light and a dark value. The drawing names the property, so that it
 * follows the reader's scheme; the fallback serves programs that know no custom properties. Series colours are from the
 * Okabe-Ito set (Okabe and Ito 2008, "Color universal design"), which people with any colour vision tell apart,
 * darkened or lightened to stand out by 3 to 1 against both grounds; series differ in their symbols and dashes too.
 */
const COLOURS = {
  ink: ['#1f2430', '#e8eaf0'],
  axis: ['#6b7280', '#9aa3b2'],
  grid: ['#e2e5ea', '#333a47'],
  ground: ['#ffffff', '#15181e'],
  series1: ['#0067a8', '#56b4e9'],
  series2: ['#b8500a', '#e69f00'],
  series3: ['#00795a', '#2fc79b'],
  series4: ['#a0457c', '#d98cb9'],
  mark: ['#a1123b', '#ff8fa3'],
} as const;
export type ColourName = keyof typeof COLOURS;

export const SERIES_COLOURS: readonly string[] = (['series1', 'series2', 'series3', 'series4'] as const).map(
  colour,
);

/** A CSS colour that follows the reader's scheme. */
export function colour(name: ColourName): string {
  return `var(--chart-${name}, ${COLOURS[name][0]})`;
}

/** The style sheet that gives the properties their values, for a selector. */
export function colourSheet(selector: string): string {
  const values = (scheme: 0 | 1): string =>
    Object.entries(COLOURS)
      .map(([name, pair]) => `--chart-${name}:${pair[scheme]}`)
      .join(';');
  return `${selector}{${values(0)}}@media (prefers-color-scheme: dark){${selector}{${values(1)}}}`;
}
