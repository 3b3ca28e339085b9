import { openFolders, StartRefused } from '../host/data-folder.ts';
import { buildProduct } from './build-product.ts';
import { readCommand } from './command-line.ts';
import { serveStation } from './serve-station.ts';

/** `npm run station`: the console for browsers, without a window. */
const say = (sentence: string): void => console.error(sentence);
try {
  const command = readCommand(process.argv.slice(2));
  if (command.recording === null) openFolders(command.projectDir, command.dataDir);
  const problem = await buildProduct(say);
  if (problem !== null) throw new StartRefused(`The console could not be built:\n${problem}`);
  process.exit(await serveStation(command, say));
} catch (error) {
  if (!(error instanceof StartRefused)) throw error;
  say(error.message);
  process.exit(1);
}
