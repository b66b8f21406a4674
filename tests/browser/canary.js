// The harness looks at a page that is wrong in every way, and must say so (bar A2).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { axeResults, forbiddenThings, markupMistakes, openPage } from './lib/browser.js';
import { addTextSpacing, faintBorders, overflows, smallTargets, tabStops } from './lib/looks.js';

const html = readFileSync(new URL('./bad-page.html', import.meta.url), 'utf8');

export default function (test, { browser }) {
  async function onBadPage(look) {
    const page = await openPage(browser);
    try {
      await page.setContent(html);
      return await look(page);
    } finally {
      await page.context().close();
    }
  }

  test('canary: axe names at least 12 rules on a bad page', async () => {
    const { violated } = await onBadPage(axeResults);
    assert.ok(violated.length >= 12, `only ${violated.length}: ${violated.join(' ')}`);
  });

  test('canary: html-validate finds mistakes on a bad page', async () => {
    const mistakes = await markupMistakes(html);
    assert.ok(mistakes.length >= 10, `only ${mistakes.length}: ${mistakes.join('\n')}`);
  });

  test('canary: every forbidden thing is found on a bad page', () => {
    const found = forbiddenThings(html).join('\n');
    for (const what of ['placeholder', 'required', 'maxlength', 'positive tabindex', 'aria-expanded', 'inline style', 'a script', 'type=number'])
      assert.ok(found.includes(what), `${what} was not found:\n${found}`);
  });

  test('canary: overflow, hidden focus, small targets and faint borders are found on a bad page', async () => {
    const found = await onBadPage(async (page) => {
      await page.setViewportSize({ width: 320, height: 256 });
      await addTextSpacing(page);
      return [...(await overflows(page)), ...(await smallTargets(page)), ...(await faintBorders(page)), ...(await tabStops(page)).found].join('\n');
    });
    for (const what of ['scrolls sideways', 'px tall', 'target ', 'border ', 'focus mark', 'does not look focused', 'is covered', 'is above'])
      assert.ok(found.includes(what), `nothing says "${what}":\n${found}`);
  });
}
