import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export type SourceFile = {
  /** From the project's root, forward slashes. */
  readonly path: string;
  readonly lines: number;
  /** What it imports: static, re-exported, type-only and dynamic imports, `require`, `new URL(…, import.meta.url)`. */
  readonly imports: readonly { readonly specifier: string; readonly line: number }[];
  /** Uses of globals by name (`setTimeout`) and by member (`Date.now`, and `new Date()` as `Date.now`). */
  readonly globals: readonly { readonly name: string; readonly line: number }[];
};

/** Every TypeScript file of the project, tests included. */
export function readSourceFiles(): readonly SourceFile[] {
  return globSync('{shared,electron,renderer,test}/**/*.{ts,tsx}', { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules/'))
    .toSorted()
    .map((path) => readSource(path, readFileSync(join(root, path), 'utf8')));
}

export function readSource(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const imports: { specifier: string; line: number }[] = [];
  const globals: { name: string; line: number }[] = [];
  const lineOf = (node: ts.Node): number => tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const visit = (node: ts.Node): void => {
    const specifier = importedBy(node);
    if (specifier !== null) imports.push({ specifier, line: lineOf(node) });
    const name = globalUsed(node);
    if (name !== null) globals.push({ name, line: lineOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { path, lines: text.split('\n').length - 1, imports, globals };
}

function importedBy(node: ts.Node): string | null {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) return textOf(node.moduleSpecifier);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return textOf(node.argument.literal);
  if (!ts.isCallExpression(node)) return null;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  if (node.expression.kind !== ts.SyntaxKind.ImportKeyword && !isRequire) return null;
  return node.arguments[0] === undefined ? null : textOf(node.arguments[0]);
}

const textOf = (node: ts.Node): string | null => (ts.isStringLiteralLike(node) ? node.text : null);

function globalUsed(node: ts.Node): string | null {
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date' && (node.arguments?.length ?? 0) === 0) return 'Date.now';
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) return `${node.expression.text}.${node.name.text}`;
  if (!ts.isIdentifier(node)) return null;
  const { parent } = node;
  const isName =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent) || ts.isMethodDeclaration(parent) ||
    ts.isImportSpecifier(parent) || ts.isBindingElement(parent) || ts.isParameter(parent);
  return isName ? null : node.text;
}

/** The project file an import means (`shared/model/tag.ts`), or null where it is a package. */
export function projectPath(from: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return posix.normalize(specifier.slice(1));
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), specifier));
  return null;
}

/** `zod` of `zod/v4`, `@scope/name` of `@scope/name/part`, `node:` of all that is Node's own. */
export function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}
