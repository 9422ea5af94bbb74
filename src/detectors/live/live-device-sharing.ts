import { firstKnown } from '../../graph/event-graph.ts';
import { compareEvents, type Event } from '../../graph/model/event.ts';
import { arrivalsOf, usersUpTo, type LiveThing, type LiveUser } from '../../projection/live-entities.ts';
import type { Mention, Use } from '../../projection/event-routes.ts';
import { placeAfter, placeAt } from '../../projection/posting.ts';
import { deviceFindings } from '../device-sharing/device-finding.ts';
import { DeviceHistory } from '../device-sharing/device-history.ts';
import { DAYS_SEEN } from '../device-sharing/host.ts';
import { isYoungEnough, tiersOf, type DeviceSharingOptions, type Tier } from '../device-sharing/options.ts';
import type { Episode } from '../episode-fold.ts';
import { HubTally } from '../hub-tally.ts';
import { applyRoleLabels } from '../roles.ts';
import type { Json } from '../../graph/model/document.ts';
import { eventsOf, sumFromJson, sumOf, sumToJson, type Known } from './count-sum.ts';
import { hasUsersSince } from './has-users-since.ts';
import { firstOfDays } from './kept-uses.ts';
import { LiveCount, type CountedUse } from './live-count.ts';
import type { Compaction, LiveDetector, LiveSubject, Outcome } from './live-detector.ts';
import { LivePart } from './live-part.ts';
import type { LiveContext } from './live-things.ts';
import { addEpisode, inGraph, sliceGraph, type SliceGraph } from './slice-graph.ts';
import { addAll, addClaims, addMember, type Slice } from './slices.ts';

/** A device that several users had. */
interface DeviceSubject extends LiveSubject {
  readonly device: LiveThing;
  /** By tier. */
  readonly parts: readonly LivePart[];
}

/**
 * Live form of device-sharing: a device is counted in a tier from the first use on that may complete something there.
 * Memory: an entry a device that came so far, and its counts.
 */
export class LiveDeviceSharing implements LiveDetector {
  readonly #context: LiveContext;
  readonly #options: DeviceSharingOptions;
  readonly #tiers: readonly Tier[];
  readonly #fewest: number;
  readonly #subjects = new Map<LiveThing, DeviceSubject>();
  readonly compaction: Compaction;

  constructor(context: LiveContext, options: DeviceSharingOptions) {
    this.#context = context;
    this.#options = options;
    this.#tiers = tiersOf(options);
    this.#fewest = Math.min(...this.#tiers.map(({ minUsers }) => minUsers));
    this.compaction = {
      lookback: Math.max(...this.#tiers.map(({ window }) => window)),
      sumUp: (until, keep) => this.#sumUp(until, keep),
      summary: () => this.#summary(),
      resume: (summary, known) => this.#resume(summary, known),
    };
  }

  appended(event: Event, uses: readonly Use[]): void {
    for (const { user, thing } of uses)
      if (thing.kind === 'device' && thing.users.size >= this.#fewest) this.#used(event, user, thing);
  }

  #used(event: Event, user: LiveUser, device: LiveThing): void {
    const { marks } = this.#context;
    const subject = this.#subjects.get(device);
    this.#tiers.forEach((tier, i) => {
      const part = subject?.parts[i];
      if (part?.count) {
        if (tier.registrationsOnly && event.kind !== 'registration') return;
        const step = part.take(part.count, useIn(tier, event, user));
        if (step === 'joined') marks.touch(subject!);
        else if (step === 'extended') marks.grow(subject!);
      } else if (mayComplete(tier, event, user, device)) marks.touch(this.#subjectOf(device));
    });
  }

  changes(event: Event, { users, things }: Mention): void {
    for (const user of users)
      for (const device of user.links.keys())
        if (device.kind === 'device' && device.users.size >= this.#fewest)
          this.#changed(device, things.has(device) || event.kind === 'registration');
    for (const thing of things) if (this.#subjects.has(thing)) this.#changed(thing, true);
  }

  hubsChanged(things: readonly LiveThing[]): void {
    for (const thing of things) if (this.#subjects.has(thing)) this.#changed(thing, false);
  }

  /** @param areUses whether it may be among the uses, or in the age of an account */
  #changed(device: LiveThing, areUses: boolean): void {
    const subject = areUses ? this.#subjectOf(device) : this.#subjects.get(device);
    if (!subject || !(areUses || subject.parts.some((part) => part.hasFindings))) return;
    for (const part of subject.parts)
      if (areUses) part.recount();
      else part.rewrite();
    this.#context.marks.touch(subject);
  }

  #subjectOf(device: LiveThing): DeviceSubject {
    const known = this.#subjects.get(device);
    if (known) return known;
    const subject: DeviceSubject = {
      device,
      parts: this.#tiers.map(() => new LivePart()),
      evaluate: () => this.#conclude(subject),
    };
    this.#subjects.set(device, subject);
    return subject;
  }

  #conclude({ device, parts }: DeviceSubject): Outcome {
    const pending = parts.map((part, i) => {
      if (device.users.size < this.#tiers[i].minUsers) part.count = null;
      else part.count ??= counted(device, this.#tiers[i], part);
      return part.pending();
    });
    if (pending.some((episodes) => episodes.length > 0)) this.#write(device, parts, pending);
    const written = parts.flatMap((part) => part.written);
    return {
      findings: written.map(({ finding }) => finding),
      hubs: written.flatMap(({ hubs }) => hubs),
    };
  }

  *#sumUp(until: number, keep: (event: Event) => void): Generator<void> {
    for (const { device, parts } of this.#subjects.values()) {
      for (const [i, part] of parts.entries()) {
        if (!part.count || part.count.episodes.length === 0) continue;
        const count = part.count.completedSince(until)
          ? counted(device, this.#tiers[i], part, until)
          : part.count;
        part.sum = count.episodes.length > 0 ? sumOf(count, until) : null;
        if (!part.sum) continue;
        for (const event of eventsOf(part.sum)) keep(event);
        for (const { last, members } of part.sum.episodes)
          for (const { user } of members) keep(lastUse(device, user, last));
      }
      yield;
    }
  }

  #summary(): Json[] {
    return [...this.#subjects.values()]
      .filter(({ parts }) => parts.some(({ sum }) => sum !== null))
      .map(({ device, parts }) => [device.id, parts.map(({ sum }) => sum && sumToJson(sum))]);
  }

  #resume(summary: readonly Json[], known: Known): void {
    for (const [id, sums] of summary as readonly [string, readonly Json[]][]) {
      const subject = this.#subjectOf(this.#context.projection.thing('device', id));
      sums.forEach((sum, i) => {
        if (sum !== null) subject.parts[i].sum = sumFromJson(sum, known);
      });
      this.#context.marks.touch(subject);
    }
  }

  #write(
    device: LiveThing,
    parts: readonly LivePart[],
    pending: readonly (readonly Episode<Event>[])[],
  ): void {
    const { hubs, projection } = this.#context;
    const slice: Slice = new Set(arrivalsOf(device).slice(0, 1));
    pending.forEach((episodes, i) => {
      for (const episode of episodes) {
        addEpisode(slice, episode);
        const isHub = hubs.thing(device, episode.first.at) !== null;
        for (const { user } of episode.members)
          addOwner(slice, parts[i].count!.users[user], device, episode, isHub);
      }
    });
    const made = sliceGraph(slice);
    const { graph } = made;
    const calendar = hubs.calendarOf(graph, projection);
    const number = graph.devices.find(device.id);
    const history = historyOf(device, number, made);
    pending.forEach((episodes, i) => {
      for (const episode of episodes) {
        const tally = new HubTally();
        const toFinding = deviceFindings(graph, this.#options, calendar, tally);
        const match = {
          device: number,
          tier: this.#tiers[i],
          episode: inGraph(episode, parts[i].count!.users, made),
          history,
        };
        const [finding] = applyRoleLabels(graph, [toFinding(match)]);
        parts[i].written.push({ finding, hubs: tally.hubs() });
      }
    });
  }
}

/** Whether a use after all other events in order may be a completing event in a tier that is not counted yet. */
function mayComplete(tier: Tier, { at, kind }: Event, user: LiveUser, device: LiveThing): boolean {
  const { registrationsOnly, maxAccountAge, window, minUsers } = tier;
  if (device.users.size < minUsers || (registrationsOnly && kind !== 'registration')) return false;
  const isYoung =
    maxAccountAge === Infinity || user.registrations.some((one) => at - one.at <= maxAccountAge);
  return isYoung && hasUsersSince(device, at - window, minUsers);
}

/** The count of all uses there are before a time. */
function counted(device: LiveThing, tier: Tier, { sum }: LivePart, until = Infinity): LiveCount {
  const count = new LiveCount({ ...tier, sides: 1 }, sum);
  const uses: CountedUse[] = [];
  for (const [user, events] of device.users)
    for (let i = placeAt(events, count.since); i < events.length && events[i].at < until; i++)
      if (!tier.registrationsOnly || events[i].kind === 'registration')
        uses.push(useIn(tier, events[i], user));
  for (const use of uses.sort((a, b) => compareEvents(a.event, b.event))) count.take(use);
  return count;
}

function useIn(tier: Tier, event: Event, user: LiveUser): CountedUse {
  return { event, user, side: isYoungEnough(tier, event.at, () => registeredAt(user, event)) ? 1 : 0 };
}

/** As `registeredAt` of a graph. */
function registeredAt({ registrations }: LiveUser, event: Event): number | undefined {
  const known = firstKnown(
    registrations.length,
    (i) => compareEvents(registrations[i], event),
    (i) => registrations[i].observedAt <= event.at,
  );
  return known < 0 ? undefined : registrations[known].at;
}

/** Of a member what is asked about them, and of their uses of the device those that {@link DeviceHistory} is asked about. */
function addOwner(
  slice: Slice,
  user: LiveUser,
  device: LiveThing,
  { last }: Episode<Event>,
  isHub: boolean,
): void {
  if (isHub) addClaims(slice, user);
  else addMember(slice, user);
  addAll(slice, firstOfDays(device.users.get(user)!, DAYS_SEEN));
  slice.add(lastUse(device, user, last));
}

/** A user's last use of a device up to an event, before which there is one. */
function lastUse(device: LiveThing, user: LiveUser, last: Event): Event {
  const uses = device.users.get(user)!;
  return uses[placeAfter(uses, last) - 1];
}

function historyOf(device: LiveThing, number: number, { graph }: SliceGraph): DeviceHistory {
  return new DeviceHistory(graph, number, (event) => usersUpTo(device, graph.events.order(event)));
}
