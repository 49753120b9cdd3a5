import type { Words } from './words.ts';
import { navigation } from './de/navigation.ts';

export const de: Words = { navigation };
