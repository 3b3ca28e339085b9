import { hashOf, readDrawing, writeDrawing } from '#electron/engine/project/write-screen.ts';

/** Writes a screen again and again until it is killed, and says the number of each text once it is written. */
const [dir = '', filler = ''] = process.argv.slice(2);
const textOf = (n: number): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><!-- ${n} ${filler.repeat(40_000)} end --></svg>\n`;
const there = await readDrawing(dir, 'screen', 'a');
let basedOn = there.ok ? there.value.hash : null;
let n = Number(/<!-- (\d+)/.exec(there.ok ? there.value.text : '')?.[1] ?? 0);
for (;;) {
  n++;
  const written = await writeDrawing(dir, 'screen', 'a', textOf(n), basedOn);
  if (!written.ok) throw new Error(written.fault.message);
  basedOn = hashOf(textOf(n));
  process.stdout.write(`${n}\n`);
}
