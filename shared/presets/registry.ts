import { compliance } from './compliance.ts';
import { ifs } from './ifs.ts';
import type { Preset } from './preset.ts';
import { raidiam } from './raidiam.ts';
import { salus } from './salus.ts';
import { signaturgruppen } from './signaturgruppen.ts';

const KNOWN = [compliance, ifs, raidiam, salus, signaturgruppen] as const;

/** A preset with the names of its questions and choices in its type, so that a language cannot forget one. */
export type KnownPreset = (typeof KNOWN)[number];

/** Every service that Fob knows, by its name in the alphabet. A new one is its file and a line above. */
export const PRESETS: readonly Preset[] = KNOWN;
