import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './source.ts';

/** A file of the repository. */
type TextFile = { path: string; text: string };

/** A rule that a comment cites, such as `T1`, `product 3.2` or `pages, weight`, with the citing file. */
type Citation = { rule: string; path: string };

const readmeLines = 230;

const documents = read(['*.md', '{docs,test}/**/*.md']);
// Leaves this file out, which has citations of every kind as examples.
const code = read(['{src,views,migrations,static,test,bench}/**/*.{ts,tsx,css,js}', '*.ts']).filter(
  ({ path }) => path !== 'test/architecture/law.test.ts',
);
const citations = code.flatMap(citationsIn);
const rules = documents.flatMap(rulesIn);

describe('The rules in docs/', () => {
  test('include every rule that the code and the tests cite', () => {
    const known = new Set(rules);
    const lost = citations.filter(({ rule }) => !known.has(rule));
    expect(lost.map(({ rule, path }) => `${path} cites ${rule}`)).toEqual([]);
    // If citations were no longer found, the check above would always pass.
    expect(new Set(citations.map(({ rule }) => rule)).size).toBeGreaterThan(30);
  });

  test('are each defined once', () => {
    expect(rules.filter((rule, place) => rules.indexOf(rule) !== place)).toEqual([]);
  });

  test('are cited by their codes alone, and documents by existing names', () => {
    const found = (form: RegExp) =>
      code.flatMap(({ path, text }) => (text.match(form) ?? []).map((hit) => `${path}: ${hit}`));
    expect(found(/\bspec(?:ification)? \d|\(spec\b|\(ux\b|\b(?:security|pages|product)\.md [A-Z\d]/g)).toEqual([]);
    const known = new Set(documents.flatMap(({ path }) => [path, basename(path)]));
    expect(found(/[\w/-]+\.md\b/g).filter((hit) => !known.has(hit.split(': ')[1] ?? ''))).toEqual([]);
  });
});

describe('The documents', () => {
  test(`begin with a README of at most ${readmeLines} lines`, () => {
    const readme = documents.find(({ path }) => path === 'README.md');
    expect(readme?.text.trimEnd().split('\n').length).toBeLessThanOrEqual(readmeLines);
  });

  test('link to existing files and headings', () => {
    const broken = documents.flatMap((document) => linksIn(document).filter((link) => !leadsSomewhere(document, link)));
    expect(broken).toEqual([]);
    expect(documents.flatMap(linksIn).length).toBeGreaterThan(10);
  });

  test('name existing files and folders', () => {
    const named = documents
      .filter(({ path }) => path !== 'CHANGELOG.md')
      .flatMap(({ path, text }) => pathsIn(text).map((name) => ({ path, name })));
    expect(named.filter(({ name }) => !existsSync(join(root, name)))).toEqual([]);
    expect(named.length).toBeGreaterThan(50);
  });
});

test('Every typed text is tidied: only passwords, choices and record numbers are read as they come (product 1)', () => {
  const asTheyCome = /password|contactId|status|documentNumber|choices\.includes|menu:/i;
  const places = code.filter(({ path }) => /^src\/(?:domain|routes)\//.test(path) && path !== 'src/domain/fields.ts');
  const untidied = places.flatMap(({ path, text }) =>
    [...text.matchAll(/^.*(?:\bz\s*)\.string\(\).*$/gm)].map(([line]) => `${path}: ${line.trim()}`),
  );
  expect(untidied.filter((line) => !asTheyCome.test(line))).toEqual([]);
  expect(untidied.length).toBeGreaterThan(5);
});

test('The tests of the rules read citations and definitions of every form', () => {
  const text = [
    '/** Keeps what was typed (S4, U10), also (product 3.2, 4, and the notices). */',
    'const url = "https://soce.example/#T9"; // T1. See (pages, weight).',
    "const typed = 'R2'; // At 2026-01-01T04:59:59Z.",
    '/**',
    ' * Several lines (product 3.1, P1).',
    ' */',
    '/* (R5) */',
  ].join('\n');
  expect(citationsIn({ path: 'x.ts', text }).map(({ rule }) => rule)).toEqual([
    ...['S4', 'U10', 'product 3.2', 'product 4', 'T1', 'pages, weight', 'product 3.1', 'P1', 'R5'],
  ]);
  expect(rulesIn({ path: 'docs/product.md', text: '## 3. Users\n### 3.2 Reset\n## Mails' })).toEqual([
    ...['product 3', 'product 3.2'],
  ]);
  expect(rulesIn({ path: 'docs/pages.md', text: '## Weight\n- **U1** The server\n- See **U2**' })).toEqual([
    ...['pages, weight', 'U1'],
  ]);
});

function read(patterns: string[]): TextFile[] {
  return globSync(patterns, { cwd: root })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function citationsIn({ path, text }: TextFile): Citation[] {
  const comments = text.match(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm) ?? [];
  return comments.flatMap(rulesCited).map((rule) => ({ rule, path }));
}

// Finds the cited rules of a comment. The T04 of an hour and the R2 of a longer word are no codes.
function rulesCited(comment: string): string[] {
  const found: string[] = [];
  const form =
    /\bproduct (\d(?:\.\d)?(?:, \d(?:\.\d)?)*)|\(pages, ([a-z]+)(?=[,)])|(?<![\w-])([PTSRDFU]\d{1,2})(?![\w:])/g;
  for (const [, sections, chapter, code] of comment.matchAll(form)) {
    if (sections) found.push(...sections.split(', ').map((section) => `product ${section}`));
    else found.push(chapter ? `pages, ${chapter}` : (code ?? ''));
  }
  return found;
}

function rulesIn({ path, text }: TextFile): string[] {
  const defined = (form: RegExp) => [...text.matchAll(form)].map(([, name = '']) => name);
  if (path === 'docs/product.md') return defined(/^#{2,3} (\d(?:\.\d)?)\b/gm).map((section) => `product ${section}`);
  const chapters = path === 'docs/pages.md' ? defined(/^## (.+)$/gm) : [];
  return [
    ...chapters.map((chapter) => `pages, ${chapter.toLowerCase()}`),
    ...defined(/^- \*\*([PTSRDFU]\d{1,2})\*\*/gm),
  ];
}

// Finds paths between backticks that begin with a folder of the repository; `dist/src/server.js` is none.
function pathsIn(text: string): string[] {
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  const form = /(?<![\w/.-])(?:src|views|migrations|static|test|bench|docs)\/[\w./-]*/g;
  return spans.flatMap((span) => span.match(form) ?? []);
}

function linksIn({ path, text }: TextFile): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^https?:/.test(link))
    .map((link) => `${path} → ${link}`);
}

function leadsSomewhere({ path, text }: TextFile, said: string): boolean {
  const [file = '', heading] = said.slice(`${path} → `.length).split('#');
  const place = file === '' ? path : join(dirname(path), file);
  if (!existsSync(join(root, place))) return false;
  if (heading === undefined) return true;
  const target = file === '' ? text : readFileSync(join(root, place), 'utf8');
  const headings = [...target.matchAll(/^#+ (.+)$/gm)].map(([, words = '']) => anchorOf(words));
  return headings.includes(heading);
}

// Gives the anchor that the pages of a forge make of a heading.
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replace(/\s/g, '-');
}
