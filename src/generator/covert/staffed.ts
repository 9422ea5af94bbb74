/** From this size on a covert ring keeps those who gather money apart from those who turn loops. */
export const STAFFED = 6;
