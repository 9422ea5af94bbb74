import type { EventOf } from '../graph/model/event.ts';
import { rngFor, type Rng } from '../kernel/rng.ts';
import { DAY, MINUTE } from '../kernel/time.ts';
import { SOURCE } from './event-writer.ts';
import { labelDelay } from './label-delay.ts';
import type { Ring } from './ring.ts';
import type { Stage } from './stage.ts';

/** A transfer is ordered within two minutes of the visit that is planned. */
const AFTER = 5 * MINUTE;

type Axis = NonNullable<EventOf<'label'>['axis']>;

/** What investigators call each kind of ring, and who is the fraudster: the customer, or somebody in their name. */
const VERDICTS: Readonly<Record<string, { readonly type: string; readonly axis: Axis }>> = {
  'device-sharing': { type: 'account-abuse', axis: 'first-party' },
  'ip-recycling': { type: 'fake-account', axis: 'first-party' },
  kiting: { type: 'kiting', axis: 'first-party' },
  'co-sharing': { type: 'account-abuse', axis: 'first-party' },
  'shared-identity': { type: 'synthetic-identity', axis: 'first-party' },
  mixed: { type: 'organised-abuse', axis: 'first-party' },
  'reset-farm': { type: 'account-farm', axis: 'first-party' },
  'mule-network': { type: 'money-mule', axis: 'first-party' },
  'scatter-gather': { type: 'money-laundering', axis: 'first-party' },
  'collusive-merchant': { type: 'merchant-collusion', axis: 'third-party' },
};
/** An account bought from its owner, or taken over. */
const BOUGHT = { type: 'account-takeover', axis: 'third-party' } as const;
/** A payment that its victim made in good faith. */
const SCAM = { type: 'authorised-payment', axis: 'scam' } as const;
/** A mule who thinks it is a job is deceived like the victims. */
const UNWITTING = { type: 'unwitting-mule', axis: 'scam' } as const;

/**
 * Labels of a ring's members. A label stands in the order of events at the act that it is about (`at`), and is known
 * (`observedAt`) after the delay; one that would be known only after the window is not given at all.
 */
export function labelRing(stage: Stage, ring: Ring): void {
  const { labels: level, rings } = stage.level;
  const { rng } = ring;
  for (const member of ring.members) {
    const at = ring.lastAct(member);
    const knownAt = at === undefined ? Infinity : at + labelDelay(stage.level.labels, rng);
    if (at === undefined || !rng.chance(level.share) || knownAt >= stage.end) continue;
    const open = rng.chance(level.inconclusive);
    const named = rng.chance(level.roleNamed);
    stage.labels.add({
      subject: stage.truth.user(member),
      verdict: open ? 'inconclusive' : 'fraud',
      ...(open ? {} : verdictOn(ring, member)),
      ...(named && !open ? { role: ring.roles.get(member) } : {}),
      at,
      knownAt,
    });
  }
  for (const victim of ring.victims) {
    const at = ring.lastAct(victim) ?? ring.startsAt + ring.within(20 * DAY);
    const knownAt = at + labelDelay(stage.level.labels, rng);
    if (!rng.chance(rings.victims) || knownAt >= stage.end) continue;
    stage.labels.add({
      subject: stage.truth.user(victim),
      verdict: 'legitimate',
      axis: ring.robbed.has(victim) ? 'third-party' : 'scam',
      role: 'victim',
      at,
      knownAt,
    });
  }
  labelScams(stage, ring);
}

function verdictOn(ring: Ring, member: number): { readonly type: string; readonly axis: Axis } {
  if (ring.unwitting.has(member)) return UNWITTING;
  const isBought = ring.kind === 'device-sharing' && ring.does('agedAccounts') && member !== ring.organiser;
  return isBought ? BOUGHT : VERDICTS[ring.kind];
}

/** What victims were talked into paying is labelled by transfer, as often and as late as members are. */
function labelScams(stage: Stage, ring: Ring): void {
  const level = stage.level.labels;
  const rng = rngFor(stage.options.seed, 'scam-labels', ring.number);
  for (const { at, planned } of ring.scams) {
    const about = Math.floor(at) + AFTER;
    const knownAt = about + labelDelay(level, rng);
    if (!rng.chance(level.share) || knownAt >= stage.end) continue;
    const subject = { type: 'Event', source: SOURCE, id: stage.ids.planned(planned) } as const;
    stage.labels.add({ subject, verdict: 'fraud', ...SCAM, at: about, knownAt });
  }
}

/** Innocents who are reported and cleared later, and reports that nobody can settle. */
export function labelInnocents(stage: Stage): void {
  const { falseAlarms, openQuestions } = stage.level.labels;
  const scale = (stage.options.users / 10_000) * (stage.options.days / 30);
  const rng = rngFor(stage.options.seed, 'false-alarms');
  for (let count = rng.poisson(falseAlarms * scale); count > 0; count--) blame(stage, rng, true);
  for (let count = rng.poisson(openQuestions * scale); count > 0; count--) blame(stage, rng, false);
}

function blame(stage: Stage, rng: Rng, isCleared: boolean): void {
  const [user] = stage.cast.tenured(1, rng);
  if (user === undefined) return;
  const subject = stage.truth.user(user);
  const at = Math.floor(stage.start + rng.unit() * (stage.end - stage.start));
  const knownAt = at + labelDelay(stage.level.labels, rng);
  const clearedAt = knownAt + labelDelay(stage.level.labels, rng);
  if (knownAt < stage.end)
    stage.labels.add({ subject, verdict: isCleared ? 'fraud' : 'inconclusive', at, knownAt });
  if (isCleared && clearedAt < stage.end)
    stage.labels.add({ subject, verdict: 'legitimate', at: at + 1, knownAt: clearedAt });
}
