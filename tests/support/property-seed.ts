import fc from 'fast-check';

/**
 * Property tests run the same cases every time, so that a run on one commit says the same wherever it is repeated:
 * one that fails blames the change, not the draw. `PROPERTY_SEED=random` draws new ones, to look for what these miss;
 * a number repeats the seed that a failure named.
 */
const wanted = process.env.PROPERTY_SEED ?? '20250101';
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });
