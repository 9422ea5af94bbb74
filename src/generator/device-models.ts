import { Faker, base, en } from '@faker-js/faker';
import { rngFor, type Rng } from '../kernel/rng.ts';

const TYPES = ['phone', 'desktop', 'tablet'] as const;
export type DeviceType = (typeof TYPES)[number];
const TYPE_WEIGHTS = [62, 30, 8];
const MODELS_PER_TYPE = 200;

export interface DeviceModel {
  readonly deviceType: DeviceType;
  readonly os: string;
  readonly userAgent: string;
}

/** What devices call themselves: a pool per type, drawn from faker's user agents once (robots left out). */
export class DeviceModels {
  readonly #models: readonly DeviceModel[];

  constructor(seed: number) {
    const faker = new Faker({
      locale: [en, base],
      seed: rngFor(seed, 'faker', 'devices').int(0, 0x7fffffff),
    });
    this.#models = TYPES.flatMap((type) => {
      const models: DeviceModel[] = [];
      while (models.length < MODELS_PER_TYPE) {
        const model = modelOf(faker.internet.userAgent(), type);
        if (model) models.push(model);
      }
      return models;
    });
  }

  /** The number of a model; `type` narrows what it may be. */
  draw(rng: Rng, type: DeviceType = TYPES[rng.weighted(TYPE_WEIGHTS)]): number {
    return TYPES.indexOf(type) * MODELS_PER_TYPE + rng.int(0, MODELS_PER_TYPE - 1);
  }

  get(model: number): DeviceModel {
    return this.#models[model];
  }
}

/** Systems by the user agents that name them; the first that fits counts. */
const SYSTEMS: readonly { readonly pattern: RegExp; readonly os: string; readonly handheld: boolean }[] = [
  { pattern: /iPhone/, os: 'iOS', handheld: true },
  { pattern: /Android/, os: 'Android', handheld: true },
  { pattern: /Windows/, os: 'Windows', handheld: false },
  { pattern: /Macintosh/, os: 'macOS', handheld: false },
  { pattern: /X11|Linux/, os: 'Linux', handheld: false },
];

function modelOf(userAgent: string, deviceType: DeviceType): DeviceModel | null {
  if (/bot/i.test(userAgent)) return null;
  const system = SYSTEMS.find(({ pattern }) => pattern.test(userAgent));
  if (!system || system.handheld === (deviceType === 'desktop')) return null;
  if (deviceType !== 'tablet') return { deviceType, os: system.os, userAgent };
  // Tablets call themselves as phones of their maker do, but for these two words.
  const tablet = userAgent.replace('iPhone;', 'iPad;').replace(' Mobile Safari', ' Safari');
  return { deviceType, os: system.os, userAgent: tablet };
}
