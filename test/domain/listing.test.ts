import { expect, test } from 'vitest';
import { linkedPages } from '../../src/domain/listing.ts';

test.each([
  [1, 1, [1]],
  [1, 2, [1, 2]],
  [1, 6, [1, 2, null, 6]],
  [3, 6, [1, 2, 3, 4, 5, 6]],
  [4, 7, [1, 2, 3, 4, 5, 6, 7]],
  [4, 8, [1, 2, 3, 4, 5, null, 8]],
  [5, 22, [1, null, 4, 5, 6, null, 22]],
  [22, 22, [1, null, 21, 22]],
])('Page %d of %d links to the pages %j', (page, pages, linked) => {
  expect(linkedPages(page, pages)).toEqual(linked);
});
