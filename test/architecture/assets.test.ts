import { describe, expect, test } from 'vitest';
import { cutHtmx, script } from '../../build-assets.ts';

describe('The script', () => {
  test('has what is left of htmx, in front of ours', () => {
    expect(script()).toMatch(/^var htmx=/);
    expect(script()).toContain('htmx:before:process');
    expect(script()).not.toContain('morphIgnore||');
  });

  test('is refused where a version of htmx has other methods than those that are cut', () => {
    const methods = 'class Htmx { #morph() { return 1 } swap() {} }';
    expect(() => cutHtmx(methods, 'class t{#e(){return 1}swap(){}}')).toThrow(/other methods .*#morphChildren/);
  });
});
