import type { KeptScene, SceneWork } from '../project/scene-work.ts';

type Asked = 'read' | 'check' | 'writeNode' | 'writeView' | 'writeTour';
export type SceneQuestion = { readonly [Name in Asked]: { readonly t: Name; readonly input: Parameters<SceneWork[Name]> } }[Asked];

/** `adopt`: what was read before the thread was there. */
export type ToSceneThread = { readonly t: 'adopt'; readonly kept: ReadonlyMap<string, KeptScene> } | { readonly t: 'keep'; readonly files: readonly string[] } | (SceneQuestion & { readonly id: number });
export type FromSceneThread = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly reason: string };
