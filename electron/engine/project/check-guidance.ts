import type { AlarmGuidance } from '#shared/model/alarm.ts';

/** What guidance may refer to. */
export type GuidanceSurroundings = { readonly screenIds: ReadonlySet<string>; readonly classIds: ReadonlySet<string> };

/** What is wrong with the references of alarm guidance, setting by setting: these lead nowhere and are to be left out. */
export function guidanceMistakes(guidance: AlarmGuidance, { screenIds, classIds }: GuidanceSurroundings): readonly { readonly key: 'class' | 'screen'; readonly message: string }[] {
  const mistakes: { key: 'class' | 'screen'; message: string }[] = [];
  if (guidance.class !== undefined && !classIds.has(guidance.class)) mistakes.push({ key: 'class', message: `there is no alarm class "${guidance.class}" in logic/` });
  if (guidance.screen !== undefined && !screenIds.has(guidance.screen)) mistakes.push({ key: 'screen', message: `there is no screen "${guidance.screen}" in screens/` });
  return mistakes;
}
