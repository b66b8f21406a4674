// One submission gives one response, whatever is clicked or resent (A15); long free text (A16).
import assert from 'node:assert/strict';
import { openPage } from './lib/browser.js';
import { fill, place, send, sendButton } from './lib/form.js';

const SURVEY = 'all-types';
// The shortest way through.
const ANSWERS = {
  p_one: { q_one: '1' },
  p_dropdown: { q_dropdown: '2' },
  p_groups: { q_groups: '11' },
  p_scale: { q_scale: '10' },
  p_grid: { q_grid_clean: '1', q_grid_quiet: '1' },
};

// Walk until `until` is shown.
async function walk(engine, page, until, answers = ANSWERS) {
  if (!page.url().startsWith(engine.address)) {
    await page.goto(`${engine.address}/${SURVEY}/`);
    await Promise.all([page.waitForNavigation(), page.locator('main').locator('a[href*="/p_one"], form button[type=submit]').last().click()]);
  }
  for (let i = 0; i < 30 && place(page) !== until; i++) {
    await fill(page, answers[place(page)] ?? {});
    const before = page.url();
    await send(page);
    assert.notEqual(page.url(), `${before.replace(/#.*/, '')}#errors`, 'a page was refused');
  }
  assert.equal(place(page), until);
}

export default function (test, { engine, browser }) {
  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? '' : ', JavaScript off';

    test(`sending: a double click gives one response${how}`, async () => {
      const before = (await engine.exported(SURVEY).catch(() => [])).length;
      const page = await openPage(browser, { javaScriptEnabled });
      await walk(engine, page, 'check-answers');
      await sendButton(page).dblclick();
      await page.waitForURL(/\/sent(\?|$)/);
      assert.equal((await engine.exported(SURVEY)).length, before + 1);
      await page.context().close();
    });

    test(`sending: reload, Back and sending again give no second response${how}`, async () => {
      const before = (await engine.exported(SURVEY)).length;
      const page = await openPage(browser, { javaScriptEnabled });
      await walk(engine, page, 'check-answers');
      await send(page);
      const reference = await page.locator('#ref').innerText();
      await page.reload();
      assert.equal(await page.locator('#ref').innerText(), reference);
      await page.goBack();
      if (place(page) === 'check-answers' && (await sendButton(page).count())) await send(page);
      assert.equal(place(page), 'sent');
      assert.equal(await page.locator('#ref').innerText(), reference);
      const rows = await engine.exported(SURVEY);
      assert.equal(rows.length, before + 1);
      assert.equal(rows.filter((row) => row.reference === reference).length, 1);
      await page.context().close();
    });
  }

  test('sending: ten requests at once give one response and one reference', async () => {
    const before = (await engine.exported(SURVEY)).length;
    const page = await openPage(browser);
    await walk(engine, page, 'check-answers');
    const url = page.url();
    const headers = { Origin: engine.address, 'Sec-Fetch-Site': 'same-origin' };
    const replies = await Promise.all(Array.from({ length: 10 }, () => page.request.post(url, { headers, form: {}, maxRedirects: 0 })));
    for (const reply of replies) assert.equal(reply.status(), 303, await reply.text());
    assert.equal((await engine.exported(SURVEY)).length, before + 1);
    await page.context().close();
  });

  test('sending: a form from another site is refused', async () => {
    const page = await openPage(browser);
    await walk(engine, page, 'check-answers');
    const reply = await page.request.post(page.url(), { headers: { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' }, form: {}, maxRedirects: 0 });
    assert.equal(reply.status(), 403);
    await page.context().close();
  });

  test('text: 2,000 emoji and Arabic letters with 100 line breaks are accepted, counted as people count', async () => {
    const words = `${'😀'.repeat(9)}${'ض'.repeat(10)}\n`.repeat(100).slice(0, -1) + '😀';
    assert.equal([...words].length, 2000);
    const page = await openPage(browser);
    await walk(engine, page, 'check-answers', { ...ANSWERS, p_text: { q_text: words } });
    await send(page);
    const reference = await page.locator('#ref').innerText();
    const row = (await engine.exported(SURVEY)).find((one) => one.reference === reference);
    assert.equal(row.q_text, words);
    await page.context().close();
  });

  test('text: 2,001 are refused and kept', async () => {
    const words = `${'😀'.repeat(9)}${'ض'.repeat(10)}\n`.repeat(100) + '😀';
    assert.equal([...words].length, 2001);
    const page = await openPage(browser);
    await walk(engine, page, 'p_text');
    await fill(page, { q_text: words });
    await send(page);
    assert.equal(place(page), 'p_text');
    assert.match(await page.locator('#errors').innerText(), /2,000/);
    assert.equal(await page.locator('[name=q_text]').inputValue(), words);
    await page.context().close();
  });
}
