import type { Page } from 'playwright-core';

/** The height of a low window, in which a long page does not fit. */
export const windowHeight = 600;

/** Tells whether the focused control is framed differently than without focus, and whether it is in the window. */
export function focusStyle(page: Page): Promise<{ shown: boolean; inView: boolean }> {
  return page.evaluate(() => {
    const control = document.activeElement as HTMLElement;
    const frame = () => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(control);
      const outline = outlineStyle === 'none' || outlineWidth === '0px' ? '' : `${outlineWidth} ${outlineColor}`;
      return `${outline} ${boxShadow}`;
    };
    const { top, bottom, left, right } = control.getBoundingClientRect();
    const inView = bottom > 0 && top < window.innerHeight && right > 0 && left < window.innerWidth;
    const withFocus = frame();
    control.blur();
    const without = frame();
    control.focus({ preventScroll: true });
    return { shown: withFocus !== without, inView };
  });
}

/** Lists the elements that are wider than the window at these widths. */
export async function tooWide(page: Page, widths: number[]): Promise<string[]> {
  const scrolled = await page.evaluate(() => window.scrollY);
  const faults: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: windowHeight });
    faults.push(...(await page.evaluate(sticksOut)));
  }
  await page.evaluate((top) => window.scrollTo(0, top), scrolled);
  return faults;
}

function sticksOut(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const culprits = [...document.body.querySelectorAll('*')].filter(
    (one) => one.getBoundingClientRect().right > clientWidth,
  );
  const [innermost] = culprits.filter((one) => !culprits.some((other) => other !== one && one.contains(other)));
  return [`${scrollWidth} px wide at ${clientWidth} px: ${innermost?.outerHTML.slice(0, 80)}`];
}
