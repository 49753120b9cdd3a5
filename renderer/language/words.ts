import type { en } from './en.ts';

/** The shape of the catalogue: a language that lacks a message, or has one too many, does not compile. */
export type Words = typeof en;
