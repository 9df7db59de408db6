import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type MethodDefinition, type Node, parse } from 'acorn';
import { transformSync } from 'esbuild';

const sources = join(import.meta.dirname, 'static');
const htmx = createRequire(import.meta.url).resolve('htmx.org/dist/htmx.js');
const minified = createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js');

/**
 * Writes the style sheet, the script and the icon into a folder, as they are served (pages, weight). htmx stands in front
 * of our own script, so that one request brings both.
 */
export function buildAssets(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'app.css'), styleSheet());
  writeFileSync(join(folder, 'app.js'), script());
  copyFileSync(join(sources, 'favicon.png'), join(folder, 'favicon.png'));
}

/** Gives the style sheet: its parts in the order of their names, in words that Firefox 68 knows. */
export function styleSheet(): string {
  const parts = readdirSync(join(sources, 'styles')).sort();
  const whole = parts.map((name) => readFileSync(join(sources, 'styles', name), 'utf8')).join('');
  return transformSync(whole, { loader: 'css', minify: true, target: 'firefox68', charset: 'utf8' }).code;
}

/** Gives the script: what is left of htmx, then ours. */
export function script(): string {
  const own = readFileSync(join(sources, 'app.js'), 'utf8');
  const cut = cutHtmx(readFileSync(htmx, 'utf8'), readFileSync(minified, 'utf8'));
  return `${cut}\n${transformSync(own, { minify: true, target: 'es2022', charset: 'utf8' }).code}`;
}

/** The attributes of htmx that pages may have, without `hx-`; the page lint refuses others (pages, weight). */
export const htmxAttributes = ['boost', 'confirm', 'post', 'swap', 'swap-oob', 'sync', 'target', 'trigger', 'vals'];

/**
 * The methods of htmx that no page comes to, with what is left of each. They are a quarter of it, 3,100 bytes on the wire.
 * A page that needs one of them takes its name out of here.
 */
const cuts: Record<string, string> = {
  // Swaps that change what differs, in place of the whole.
  ...emptied('#morph #morphChildren #matchesUpcomingSibling #findBestMatch #isSoftMatch #removeNode #morphNode'),
  ...emptied('#copyAttributes #populateIdMapWithTree #createIdMaps #createPersistentIds'),
  // Code in attributes and fragments, which the content security policy refuses anyway (R4).
  ...emptied('#handleHxOnAttributes #executeJavaScript #apiMethods #extractJavascriptContent #processScripts'),
  // Extensions, and calls by scripts.
  ...emptied('registerExtension #triggerExtensions ajax on onLoad #initializeAbortListener'),
  // Animated changes.
  ...emptied('#submitTransitionTask #processTransitionQueue'),
  '#startCSSTransitions': 'return[]',
  // Values of fields outside a form.
  ...emptied('#addInputValues'),
  // Elements that are kept over a swap, partial templates, places to scroll to.
  ...emptied('#handlePreservedElements #restorePreservedElements #moveBefore'),
  '#processPartials': 'return[]',
  ...emptied('#handleScroll #normalizeScrollTarget #handleAnchorScroll'),
  // Headers and selectors of its own, disabled elements, and the style of indicators.
  ...emptied('#handleTriggerHeader #handleHxHeaders #scanForwardQuery #scanBackwardsQuery #scanUntilComparison'),
  ...emptied('#disableElements #enableElements #initRequestIndicatorCss'),
};

function emptied(names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, '']));
}

/** Cuts a minified htmx, which has other names for its methods than the readable one, but keeps their order. */
export function cutHtmx(readable: string, short: string): string {
  const names = methodsOf(readable).map(nameOf);
  const methods = methodsOf(short);
  const missing = Object.keys(cuts).filter((name) => !names.includes(name));
  if (missing.length > 0 || names.length !== methods.length || new Set(names).size !== names.length) {
    throw new Error(`This version of htmx has other methods than those that are cut: ${missing.join(' ')}`);
  }
  const places = methods.flatMap(({ value: { body } }, index) => {
    const left = new Map(Object.entries(cuts)).get(names[index] ?? '');
    return left === undefined ? [] : [{ ...body, left }];
  });
  return places.reduceRight(
    (text, { start, end, left }) => `${text.slice(0, start)}{${left}}${text.slice(end)}`,
    short,
  );
}

function nameOf({ key }: MethodDefinition): string {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  return key.type === 'Identifier' ? key.name : '';
}

// In the order of the text.
function methodsOf(text: string): MethodDefinition[] {
  const found: MethodDefinition[] = [];
  const visit = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) {
      if (value.type === 'MethodDefinition') found.push(value as MethodDefinition);
      Object.values(value).forEach(visit);
    }
  };
  visit(parse(text, { ecmaVersion: 'latest' }));
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
