/** Every message of the UI in English: the one catalogue that other languages follow. One file for each folder of the renderer. */
import { navigation } from './en/navigation.ts';

export const en = { navigation };
