/**
 * A model that can't be drawn. `reason` is the end of a sentence that begins with the model: "it ends within its
 * header"; `advice` says what to do about it.
 */
export class ModelRefused extends Error {
  readonly advice: string;
  constructor(reason: string, advice = exportAgain) {
    super(reason);
    this.name = 'ModelRefused';
    this.advice = advice;
  }
}

export const exportAgain = 'Export it again from where it was drawn.';
export const makeSmaller = 'Leave out what is not seen from outside, or export it with fewer triangles.';
export const splitIt = 'Export it in several files.';
/** Of what has to be computed: somebody may give it all the time it needs, once. */
export const convertIt = 'Convert it once with npm run scene -- convert FILE, which takes its time, and show the .glb that makes.';

/** The whole sentence for people. */
export function refusalSentence(name: string, { message, advice }: ModelRefused): string {
  return `The model ${name} is not drawn: ${message}. ${advice}`;
}
