import { compliance } from './compliance.ts';
import { ifs } from './ifs.ts';
import type { Preset } from './preset.ts';
import { raidiam } from './raidiam.ts';
import { salus } from './salus.ts';
import { signaturgruppen } from './signaturgruppen.ts';

/** Every service that Fob knows, by its name in the alphabet. A new one is its file and a line here. */
export const PRESETS: readonly Preset[] = [compliance, ifs, raidiam, salus, signaturgruppen];
