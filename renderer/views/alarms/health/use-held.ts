import { useEffect, useState } from 'react';

/**
 * What stood in a list when the pointer or the keyboard came into it, until both have left: no row moves under a hand. A new
 * `order`, somebody's own wish, is followed at once. `onto` goes on the element that holds the list.
 */
export function useHeld<Value>(value: Value, order: string) {
  const [held, setHeld] = useState<{ readonly value: Value; readonly order: string } | null>(null);
  const [hands, setHands] = useState({ pointer: false, focus: false });
  useEffect(() => {
    if (!hands.pointer && !hands.focus) setHeld(null);
    else setHeld((before) => (before === null || before.order !== order ? { value, order } : before));
  }, [hands, value, order]);
  const isHeld = held !== null && held.order === order;
  return {
    shown: isHeld ? held.value : value,
    /** Newer ones wait. */
    isWaiting: isHeld && held.value !== value,
    onto: {
      onPointerMove: () => setHands((before) => (before.pointer ? before : { ...before, pointer: true })),
      onPointerLeave: () => setHands((before) => ({ ...before, pointer: false })),
      onFocus: () => setHands((before) => (before.focus ? before : { ...before, focus: true })),
      onBlur: () => setHands((before) => ({ ...before, focus: false })),
    },
  };
}
