import { expect, it } from '@jest/globals';
import { productVersion } from './product-version.ts';

it('the version of the product is a semantic one', () => {
  expect(productVersion()).toMatch(/^\d+\.\d+\.\d+/);
});
