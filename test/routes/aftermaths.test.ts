import { expect, test } from 'vitest';
import { aftermaths, routes } from '../../src/routes/index.ts';

test('Each form says where to look if nobody knows whether it was saved, and no other route does', () => {
  const forms = routes.filter(({ method }) => method === 'POST').map(({ path }) => path);
  expect(Object.keys(aftermaths).sort()).toEqual(forms.sort());
});

test('The page on which to look exists', () => {
  const pages = routes.filter(({ method }) => method === 'GET').map(({ path }) => path.replace(':id', '7'));
  for (const { look } of Object.values(aftermaths)) expect(pages).toContain(look(7));
});
