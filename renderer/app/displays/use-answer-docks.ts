import { useEffect } from 'react';
import { answerDocks, usePeers } from './arrange.ts';

/** Tells the other windows what stands in this one's dock when one of them saves the arrangement. */
export function useAnswerDocks(): void {
  const peers = usePeers();
  useEffect(() => (peers === null ? undefined : answerDocks(peers)), [peers]);
}
