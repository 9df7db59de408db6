import { expect, test } from 'vitest';
import { sources } from './source.ts';

/**
 * The nouns of the product with the floors on which each has a file, so that `ls **\/user*` shows the slice. A file's
 * noun is its name in the singular; a second word names a page or part of it.
 */
const nouns: Record<string, string[]> = {
  'access-report': ['domain', 'records', 'entity', 'outside', 'routes', 'views'],
  administrator: ['domain', 'records', 'entity', 'outside', 'cli', 'routes', 'views'],
  budget: ['domain', 'entity', 'routes', 'views'],
  'bulk-change': ['domain', 'entity', 'routes', 'views'],
  contact: ['domain', 'records', 'entity', 'routes', 'views'],
  correction: ['domain', 'entity'],
  dossier: ['domain', 'entity', 'routes', 'views'],
  delegation: ['domain', 'outside', 'jobs', 'views'],
  download: ['domain', 'entity', 'routes'],
  entity: ['domain', 'entity', 'outside', 'cli'],
  guessing: ['domain', 'outside'],
  handover: ['domain', 'entity', 'routes', 'views'],
  home: ['entity', 'routes', 'views'],
  identity: ['domain', 'entity', 'outside', 'routes', 'views'],
  import: ['domain', 'entity', 'jobs', 'routes', 'views'],
  incident: ['domain', 'records', 'entity', 'routes', 'views'],
  mail: ['domain', 'records', 'entity', 'outside', 'jobs', 'routes', 'views'],
  menu: ['domain', 'records', 'entity', 'outside', 'cli', 'routes', 'views'],
  'own-data': ['entity', 'routes', 'views'],
  password: ['domain', 'records', 'secrets', 'entity', 'routes', 'views'],
  profile: ['domain', 'entity', 'routes', 'views'],
  recovery: ['domain', 'outside', 'jobs', 'routes', 'views'],
  'security-check': ['domain', 'outside', 'web'],
  session: ['domain', 'records', 'entity', 'outside', 'web', 'routes', 'views'],
  'sign-in': ['outside', 'routes', 'views'],
  template: ['domain', 'entity', 'routes', 'views'],
  termination: ['domain', 'entity', 'routes', 'views'],
  user: ['domain', 'records', 'entity', 'outside', 'routes', 'views'],
};

/** The folders that hold the nouns. */
const floors: Record<string, RegExp> = {
  domain: /^src\/domain\//,
  records: /^src\/data\/records\//,
  entity: /^src\/data\/entity\//,
  outside: /^src\/data\/outside\//,
  secrets: /^src\/data\/secrets\//,
  jobs: /^src\/jobs\//,
  cli: /^src\/cli\//,
  web: /^src\/web\/[^/]*$/,
  routes: /^src\/routes\//,
  views: /^views\/[^/]*$/,
};

/** Files that serve all nouns of their floor. */
const withoutNoun: Record<string, string[]> = {
  entity: ['door', 'list', 'lookup', 'creation'],
  outside: ['catalogs', 'kept-forms', 'server-key', 'sweep'],
  records: ['access', 'caller', 'failures', 'job'],
  routes: ['index', 'health', 'help', 'style'],
};

test.for(Object.entries(nouns))('The noun “%s” has a file on each of its floors', ([noun, expected]) => {
  const found = Object.keys(floors).filter((floor) => filesOf(floor).some((name) => isOf(noun, name)));
  expect(found.filter((floor) => expected.includes(floor))).toEqual(found);
  expect(expected.filter((floor) => !found.includes(floor))).toEqual([]);
});

test('Every file in entity/, outside/, records/ and routes/ is named after one of the nouns', () => {
  const lost = Object.entries(withoutNoun).flatMap(([floor, others]) =>
    filesOf(floor)
      .filter((name) => !others.includes(name) && !Object.keys(nouns).some((noun) => isOf(noun, name)))
      .map((name) => `${floor}/${name}`),
  );
  expect(lost).toEqual([]);
});

test('Every page has the name of the route that shows it', () => {
  const views = filesOf('views');
  const withoutPage = [
    'index',
    'health',
    'user-activation',
    'contact-versions',
    'downloads',
    'download-tables',
    'dossier-file',
    'handover-behind',
    'handover-fields',
  ];
  const pages = filesOf('routes').filter((name) => !withoutPage.includes(name));
  expect(pages.filter((name) => !views.includes(name))).toEqual([]);
});

function filesOf(floor: string): string[] {
  const names = sources.filter(({ path }) => floors[floor]?.test(path)).map(({ path }) => path.split('/').at(-1) ?? '');
  return names.map((name) => name.replace(/\.tsx?$/, ''));
}

function isOf(noun: string, name: string): boolean {
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return [noun, plural].some((word) => name === word || name.startsWith(`${word}-`));
}
