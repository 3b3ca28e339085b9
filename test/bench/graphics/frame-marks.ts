/** Begins the name of the mark with which a page begins a frame that is measured. */
export const frameMark = 'frame ';
