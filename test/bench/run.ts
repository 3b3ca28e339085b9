import { benches } from './registry.ts';

// Prints `name: value unit`, one figure a line. With a GROUP only figures whose names begin with it.
const group = process.argv[2] ?? '';
const chosen = benches.filter(({ figures }) => figures.some((name) => name.startsWith(group)));
if (chosen.length === 0) {
  process.stderr.write(`No figure begins with “${group}”. There are: ${benches.flatMap(({ figures }) => figures).join(', ')}\n`);
  process.exit(2);
}
// A group of many benches, such as `engine`, has to end within 50 s like one of them.
const pace = group !== '' && chosen.length > 2 ? 'short' : 'full';
let failed = 0;
for (const { figures, load } of chosen) {
  try {
    const measure = await load();
    for (const { name, value, unit } of await measure(pace)) {
      if (!figures.includes(name)) throw new Error(`${name} is not in the registry`);
      if (name.startsWith(group)) process.stdout.write(`${name}: ${round(value)} ${unit}\n`);
    }
  } catch (error) {
    failed++;
    process.stderr.write(
      `${figures.join(', ')}: not measured: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  }
}
process.exit(failed === 0 ? 0 : 1);

/** Three significant digits below 1000, whole numbers above: more would pretend. */
function round(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
