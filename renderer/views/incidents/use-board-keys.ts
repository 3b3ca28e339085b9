import { type KeyboardEvent, useCallback } from 'react';
import type { Incident } from '#shared/model/incident.ts';
import { preferences } from '../../client/preferences.ts';
import { useDirectory } from '../../client/use-client.ts';
import { openBoardBesides } from './board-besides.ts';

/** Letters of the board: B puts screen, 3D and trend beside it. N is the window's. */
export function useBoardKeys(incident: Incident): (event: KeyboardEvent) => void {
  const directory = useDirectory();
  return useCallback(
    (event) => {
      const isTyping = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (isTyping || !preferences.getState().hasLetterKeys || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key.toLowerCase() !== 'b' || directory === null) return;
      event.preventDefault();
      openBoardBesides(directory, incident);
    },
    [directory, incident],
  );
}
