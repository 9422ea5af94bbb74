import { DAY } from '../../kernel/time.ts';

/** A community as of a midnight, ready to be folded; users by number, events by position. */
export interface StandingCommunity {
  readonly users: readonly number[];
  /** For each of the users the events that tie it to the others, rising. */
  readonly evidence: readonly (readonly number[])[];
  /** The user whose evidence begins first. */
  readonly eldest: number;
  /** Basis points. */
  readonly strength: number;
}

/** A run of midnights at which a community held; midnights in epoch milliseconds. */
export interface CommunityEpisode {
  /** The eldest at the first midnight. */
  readonly eldest: number;
  readonly first: number;
  readonly last: number;
  /** Largest number of users at one midnight. */
  readonly peak: number;
  /** Strength at the peak, the earliest of equals. */
  readonly strength: number;
  readonly members: readonly CommunityMember[];
}

export interface CommunityMember {
  readonly user: number;
  /** The midnight at which it was first counted. */
  readonly since: number;
  readonly evidence: readonly number[];
}

interface OpenEpisode extends CommunityEpisode {
  /** While it stands, the last midnight is not known: it is one before that at which its ties change. */
  last: number;
  stands: boolean;
  peak: number;
  strength: number;
  readonly members: CommunityMember[];
  readonly joined: Set<number>;
  /** How many users it had at the last midnight that was looked at. */
  size: number;
}

/**
 * Follows communities from midnight to midnight. A community is the one of before when more than half of those who were
 * in it then, and have not been in another since, are in it now, and it held within the window; of several such the
 * eldest goes on. As communities have no user in common, one of before goes on in one at most.
 *
 * Midnights are given only for what changes: what is not touched goes on as it is. Memory 4 bytes a user and one entry
 * a member.
 */
export class CommunityEpisodes {
  readonly #window: number;
  readonly #of: Int32Array;
  readonly #all: OpenEpisode[] = [];

  /** @param users users are the numbers 0 to users - 1 */
  constructor(window: number, users: number) {
    this.#window = window;
    this.#of = new Int32Array(users).fill(-1);
  }

  /** Ends, the day before a midnight, what stood among some users: all of a component, or none of it. */
  touch(users: readonly number[], midnight: number): void {
    for (const user of users) {
      const episode = this.#all[this.#of[user]];
      if (!episode?.stands) continue;
      episode.stands = false;
      episode.last = midnight - DAY;
    }
  }

  /** Takes in the communities that hold at a midnight among the users touched. */
  take(communities: readonly StandingCommunity[], midnight: number): void {
    const before = communities.map((community) => this.#before(community, midnight));
    communities.forEach((community, i) => {
      const number = before[i] < 0 ? this.#open(community, midnight) : before[i];
      this.#add(number, community, midnight);
    });
  }

  #before({ users }: StandingCommunity, midnight: number): number {
    const votes = new Map<number, number>();
    for (const user of users) votes.set(this.#of[user], (votes.get(this.#of[user]) ?? 0) + 1);
    let eldest = -1;
    for (const [number, count] of votes) {
      if (number < 0 || (eldest >= 0 && eldest < number)) continue;
      const { size, last } = this.#all[number];
      if (count * 2 > size && midnight - last <= this.#window) eldest = number;
    }
    return eldest;
  }

  #open({ eldest, strength }: StandingCommunity, midnight: number): number {
    const episode = { eldest, first: midnight, last: midnight, peak: 0, strength, size: 0, stands: true };
    return this.#all.push({ ...episode, members: [], joined: new Set() }) - 1;
  }

  #add(number: number, community: StandingCommunity, midnight: number): void {
    const episode = this.#all[number];
    community.users.forEach((user, i) => {
      this.#of[user] = number;
      if (episode.joined.has(user)) return;
      episode.joined.add(user);
      episode.members.push({ user, since: midnight, evidence: community.evidence[i] });
    });
    episode.stands = true;
    episode.last = midnight;
    episode.size = community.users.length;
    if (episode.size <= episode.peak) return;
    episode.peak = episode.size;
    episode.strength = community.strength;
  }

  /** @param horizon the last midnight there is: what stands has held until then */
  episodes(horizon: number): CommunityEpisode[] {
    for (const episode of this.#all) if (episode.stands) episode.last = horizon;
    return this.#all;
  }
}
