/** The value of a feature as a rule sees it; what is missing is not there. */
export type Fact = number | string | boolean;

/** What is known of a transaction, by the names of features. A Map of names to values is one. */
export interface Facts {
  /** undefined (or NaN) where the feature is missing. */
  get(name: string): Fact | undefined;
}

/** The value, or undefined where it is missing. */
export function factOf(facts: Facts, name: string): Fact | undefined {
  const value = facts.get(name);
  return typeof value === 'number' && Number.isNaN(value) ? undefined : value;
}
