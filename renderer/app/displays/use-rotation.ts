import { useCallback, useEffect, useState } from 'react';
import type { Rotation } from '#shared/model/layout.ts';
import type { AlarmBook } from '../../client/alarm-book.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { useDirectory, usePresentAlarms } from '../../client/use-client.ts';
import { firstTurn, type Standing, standing, touched, turn, turnedTo, type Turning } from './rotation.ts';

export type ShownTurn = { readonly screen: string; readonly at: number; readonly standing: Standing; readonly go: (at: number) => void };

/** Unacknowledged alarms of priority 1 and 2 below the assets that have this screen; of the whole plant for `level-1`. */
export function isAlarmed(screen: string, book: AlarmBook, directory: DirectoryIndex): boolean {
  const urgent = (counts: { readonly activeUnacked: readonly number[]; readonly returned: readonly number[] } | undefined): boolean =>
    counts !== undefined && [0, 1].some((at) => (counts.activeUnacked[at] ?? 0) + (counts.returned[at] ?? 0) > 0);
  if (screen === 'level-1') return book.counts[1].unacked > 0 || book.counts[2].unacked > 0;
  return directory.directory.assets.some((asset) => asset.screen === screen && urgent(book.below.get(asset.id)));
}

/** The screen of a rotation that is shown now. It stands while its area has an urgent alarm, and for two minutes after a touch or a key. */
export function useRotation(rotation: Rotation): ShownTurn {
  const directory = useDirectory();
  const [{ turning, nowMs }, setState] = useState(begin);
  const screen = rotation.screens[turning.at % rotation.screens.length] ?? 'level-1';
  const isUrgent = usePresentAlarms((book) => directory !== null && isAlarmed(screen, book, directory));
  const change = useCallback((step: (before: Turning, at: number) => Turning) => {
    const at = performance.now();
    setState((before) => ({ turning: step(before.turning, at), nowMs: at }));
  }, []);
  useEffect(() => {
    const timer = setInterval(() => change((before, at) => turn(before, rotation, isUrgent, at)), 1000);
    return () => clearInterval(timer);
  }, [rotation, isUrgent, change]);
  useEffect(() => {
    const hold = (): void => change(touched);
    const step = ({ key }: KeyboardEvent): void => {
      const by = key === 'PageDown' ? 1 : key === 'PageUp' ? -1 : 0;
      change(by === 0 ? touched : (before, at) => turnedTo(before.at + by, rotation, at));
    };
    window.addEventListener('pointerdown', hold);
    window.addEventListener('keydown', step);
    return () => {
      window.removeEventListener('pointerdown', hold);
      window.removeEventListener('keydown', step);
    };
  }, [rotation, change]);
  return { screen, at: turning.at, standing: standing(turning, isUrgent, nowMs), go: (to) => change((_before, at) => turnedTo(to, rotation, at)) };
}

function begin(): { readonly turning: Turning; readonly nowMs: number } {
  const nowMs = performance.now();
  return { turning: firstTurn(nowMs), nowMs };
}
