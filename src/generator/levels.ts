import type { Level, LevelName } from './level.ts';
import { adversarial } from './levels/adversarial.ts';
import { easy } from './levels/easy.ts';
import { hard } from './levels/hard.ts';
import { typical } from './levels/typical.ts';

/** All levels of difficulty. A new one is a file in levels/, its name in LEVEL_NAMES and a line here. */
export const LEVELS: Readonly<Record<LevelName, Level>> = { easy, typical, hard, adversarial };
