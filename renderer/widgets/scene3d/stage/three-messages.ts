import { setConsoleFunction } from 'three';

/** react-three-fiber makes the clock of its root with a class that three wants replaced by another; whoever reads a log can do nothing about it. */
const clockIsOld = 'THREE.Clock: This module has been deprecated';

/** What three has to say goes to the log as it would without this, but for that. To be called before a root is made. */
export function keepThreeQuiet(): void {
  setConsoleFunction((type, message, ...more) => {
    if (type === 'warn' && message.startsWith(clockIsOld)) return;
    console[type](message, ...more);
  });
}
