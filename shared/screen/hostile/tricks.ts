import { drawingTricks } from './drawing-tricks.ts';
import { outsideTricks } from './outside-tricks.ts';
import { scriptTricks } from './script-tricks.ts';
import type { Trick } from './trick.ts';
import { xmlTricks } from './xml-tricks.ts';

/** Every known way to make a console do what a drawing must not; also opened in the real product by `test/e2e/hostile-screen.test.ts`. */
export const tricks: readonly Trick[] = [...scriptTricks, ...outsideTricks, ...xmlTricks, ...drawingTricks];
