/** How a table says what is wrong with the claims of a well-signed ID token. */
import type { Fault } from './fault.ts';
import type { Json } from './json.ts';
import type { Scene } from './scene.ts';

export type ChangeClaims = (claims: Json, scene: Scene) => Json;

const fault =
  (verdict: Fault['verdict']) =>
  (id: string, title: string, claims: ChangeClaims): Fault => ({
    id,
    family: 'ID token claims',
    title,
    verdict,
    flow: 'authorization_code',
    change: { idToken: { claims } },
  });
export const refuse = fault('refuse');
export const accept = fault('accept');

export const without =
  (name: string): ChangeClaims =>
  (claims) =>
    omit(claims, name);

export const withClaim =
  (name: string, value: (scene: Scene, claims: Json) => unknown): ChangeClaims =>
  (claims, scene) => ({ ...claims, [name]: value(scene, claims) });

export const omit = (object: Json, name: string): Json =>
  Object.fromEntries(Object.entries(object).filter(([each]) => each !== name));
