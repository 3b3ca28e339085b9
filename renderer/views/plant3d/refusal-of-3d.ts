let known: string | null | undefined;

/** Why this console draws nothing in 3D, one sentence; null where it can. Tried once: a graphics context is dear, and nobody should wait for a scene that cannot be shown. */
export function refusalOf3d(): string | null {
  if (known !== undefined) return known;
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return (known = context === null ? 'This console cannot draw in 3D (no WebGL 2), so the map is shown instead.' : null);
}
