import data from '@mdn/browser-compat-data' with { type: 'json' };
import { type CssNode, type Declaration, parse, walk } from 'css-tree';

const css = data.css as unknown as Record<'at-rules' | 'properties' | 'selectors' | 'types', Record<string, Described>>;
type Described = Feature & { [name: string]: Described | undefined };

/** The oldest browser (pages, weight). */
const oldest = 68;

/** Lists what the oldest Firefox doesn't know in a style sheet, each once. */
export function unknownToFirefox(sheet: string): string[] {
  const found = new Set<string>();
  const report: Report = (name, feature) => {
    if (!feature || !isKnown(feature)) found.add(name);
  };
  const ast = parse(sheet, {
    parseCustomProperty: false,
    onParseError: ({ message }) => found.add(`a fault: ${message}`),
  });
  walk(ast, (node) => {
    if (node.type === 'Declaration') ofDeclaration(node, report);
    if (node.type === 'PseudoClassSelector') report(`:${node.name}`, css.selectors[node.name]);
    if (node.type === 'PseudoElementSelector') report(`::${node.name}`, css.selectors[node.name]);
    if (node.type === 'Atrule') report(`@${node.name}`, css['at-rules'][node.name] ?? marginBox(node.name));
    ofMedia(node as unknown as MediaNode, report);
  });
  return [...found].sort();
}

type Report = (name: string, feature: Described | undefined) => void;

function ofDeclaration({ property, value }: Declaration, report: Report): void {
  // A prefix is for one browser, and the others pass over it.
  if (/^-/.test(property)) return;
  const known = css.properties[property.replace(/^grid-(?=(column-|row-)?gap$)/, '')];
  report(property, known);
  walk(value as CssNode, (node) => {
    if (node.type === 'Identifier' && known?.[node.name]) report(`${property}: ${node.name}`, known[node.name]);
    if (node.type !== 'Function' || node.name.startsWith('-')) return;
    report(`${node.name}()`, functionNamed(node.name, known));
  });
}

// The types of css-tree are older than its nodes for media queries.
type MediaNode = { type: string; name: string };

function ofMedia({ type, name }: MediaNode, report: Report): void {
  const feature = type === 'Feature' && name.replace(/^(min|max)-/, '');
  if (feature) report(`@media (${feature})`, css['at-rules'].media?.[feature]);
  if (type === 'FeatureRange') report('@media (a range)', undefined);
}

// The data lists functions under their type, and calls some of them otherwise.
function functionNamed(name: string, property: Described | undefined): Described | undefined {
  const known = { rgba: 'rgb', hsla: 'hsl' }[name] ?? name;
  const types = ['color', 'gradient', 'transform-function', 'easing-function', 'filter-function', 'image'];
  return css.types[known] ?? property?.[known] ?? types.map((type) => css.types[type]?.[known]).find(Boolean);
}

function marginBox(name: string): Described | undefined {
  return /^(top|bottom|left|right)-/.test(name) ? css['at-rules'].page?.[name] : undefined;
}

type Support = {
  version_added?: string | boolean | null;
  version_last?: unknown;
  prefix?: string;
  flags?: unknown;
  alternative_name?: string;
};
type Feature = { __compat?: { support?: { firefox?: Support | Support[] } } };

function isKnown({ __compat }: Feature): boolean {
  return !__compat || [__compat.support?.firefox ?? []].flat().some(covers);
}

function covers({ version_added, version_last, prefix, flags, alternative_name }: Support): boolean {
  const version = (text: unknown) => (typeof text === 'string' ? Number(text.replace('≤', '')) : Number.NaN);
  const ended = version(version_last) < oldest;
  return version(version_added) <= oldest && !ended && !prefix && !flags && !alternative_name;
}
