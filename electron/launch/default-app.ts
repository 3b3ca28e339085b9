/**
 * The default app put into the fallback runtime: like the one of an Electron download it runs the app whose folder or
 * file is the first argument, after loading what `-r` names (a test driver's loader).
 */
export const defaultAppMain = `'use strict';
const { app } = require('electron');
const fs = require('node:fs');
const path = require('node:path');

const preloads = [];
let target = null;
const args = process.argv.slice(1);
for (let at = 0; at < args.length && target === null; at++) {
  if (args[at] === '-r' || args[at] === '--require') preloads.push(args[++at]);
  else if (!args[at].startsWith('-')) target = path.resolve(args[at]);
}
for (const file of preloads) require(path.resolve(file));

if (target === null) {
  process.stderr.write('usage: electron [-r file] folder [options]\\n');
  app.exit(1);
} else {
  const isFolder = fs.statSync(target).isDirectory();
  const manifest = isFolder ? JSON.parse(fs.readFileSync(path.join(target, 'package.json'), 'utf8')) : {};
  if (isFolder) app.setAppPath(target);
  if (manifest.productName || manifest.name) app.setName(manifest.productName || manifest.name);
  if (manifest.version) app.setVersion(manifest.version);
  require(isFolder ? path.join(target, manifest.main || 'index.js') : target);
}
`;
