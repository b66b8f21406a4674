// The Doncaster consultation of 2017 as a resident without a mouse and without JavaScript (A4): Tab, arrows, Space, Enter.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openPage } from './lib/browser.js';
import { fieldNames, place } from './lib/form.js';

const SURVEY = 'doncaster-safety-2017';

// What this person answers, by variable; a list is ticks. Three routes open: unsafe (q02 to q04), victim (q06, q07, q12),
// low score (q09).
const ANSWERS = {
  q01: '3', q02: ['1', '97'], q02_other: 'By the canal', q03: '4', q04: ['1'],
  q05: '1', q06: ['4'], q07: '1', q08: '4', q09: 'Nobody came.', q10: ['1', '2'], q11: '', q12: 'They were kind.',
  q13: 'More lights.\nMore buses.', q14: '2', q16: '2', q19: '5', q22: '2',
};

export default function (test, { engine, browser }) {
  test('journey: the whole consultation by keyboard, JavaScript off', async () => {
    const page = await openPage(browser, { javaScriptEnabled: false });
    const requests = [];
    page.on('request', (request) => requests.push(request));
    const keys = keyboard(page);
    const shot = (name) => page.screenshot({ path: join(engine.screenshots, `doncaster-${name}.png`), fullPage: true });

    await page.goto(`${engine.address}/`);
    await keys.follow(`a[href*="${SURVEY}"]`);
    await shot('start');
    await keys.follow('main form button[type=submit], main a[href*="/p_"]');

    const asked = new Set();
    let wentBack = false;
    let erred = false;
    for (let i = 0; i < 40 && place(page) !== 'check-answers'; i++) {
      const at = place(page);
      const names = await fieldNames(page);
      names.forEach((name) => asked.add(name));
      if (!erred && names.includes('q10')) {
        // "None of these" beside another answer.
        await keys.answer({ q10: ['1', '96'] });
        await keys.sendPage();
        assert.equal(place(page), at);
        assert.match(await page.title(), /^Error: /);
        assert.equal(await page.locator(':focus').getAttribute('id'), 'errors');
        await shot('error');
        await keys.press('Tab');
        await keys.press('Enter');
        assert.equal(await page.locator(':focus').getAttribute('name'), 'q10', 'the link of the summary leads to the question');
        erred = true;
      }
      await keys.answer(Object.fromEntries(names.filter((name) => ANSWERS[name] !== undefined).map((name) => [name, ANSWERS[name]])));
      if (names.includes('q01')) await shot('q01');
      if (names.includes('q08')) await shot('q08');
      await keys.sendPage();
      assert.notEqual(place(page), at, `the page was refused: ${await page.locator('main').innerText()}`);
      if (!wentBack && names.includes('q01')) {
        await keys.follow('header a[href$="' + at + '"], a.back');
        assert.equal(place(page), at, 'Back leads to the page before');
        assert.ok(await page.locator('[name=q01][value="3"]').isChecked(), 'the answer is still there');
        await keys.sendPage();
        wentBack = true;
      }
    }
    assert.equal(place(page), 'check-answers');
    for (const name of ['q02', 'q03', 'q04', 'q06', 'q07', 'q09', 'q12']) assert.ok(asked.has(name), `${name} was on the route`);
    assert.ok(!asked.has('q17'), 'q17 was routed past');
    assert.ok(erred && wentBack);
    await shot('check-answers');

    // Change the first answer: the follow-ups no longer count, and are said not to.
    const change = page.locator('main a', { hasText: 'Change' }).first();
    await keys.follow(change);
    assert.ok((await fieldNames(page)).includes('q01'));
    await keys.answer({ q01: '1' });
    await keys.sendPage();
    assert.equal(place(page), 'check-answers', 'a change leads back to check answers');
    const summary = await page.locator('main').innerText();
    assert.match(summary, /All of the time/);
    assert.match(summary, /will not be counted|not counted|no longer count/i);
    await shot('check-answers-changed');

    await keys.sendPage();
    assert.equal(place(page), 'sent');
    const reference = await page.locator('strong#ref').innerText();
    assert.match(reference, /\S{6,}/);
    await shot('sent');

    const rows = await engine.exported(SURVEY);
    const mine = rows.filter((row) => row.reference === reference);
    assert.equal(mine.length, 1, 'exactly one response has the reference');
    const expected = {
      channel: 'web', language: 'en', q01: '1', q05: '1', q06_4: '1', q06_1: '0', q07: '1', q08: '4', q09: 'Nobody came.',
      q10_1: '1', q10_2: '1', q10_3: '0', q11: '-1', q12: 'They were kind.', q13: 'More lights.\nMore buses.', q14: '2', q15: '-1',
      q16: '2', q17_1: '', q19: '5', q02_1: '1', q02_other: 'By the canal', q03: '4',
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(mine[0][name], value, name);

    const kinds = requests.map((request) => request.resourceType());
    assert.equal(kinds.filter((kind) => kind === 'script').length, 0, 'no script was asked for');
    assert.deepEqual([...new Set(requests.map((request) => new URL(request.url()).origin))], [engine.address], 'nobody else was asked');
    console.log(`     ${keys.count()} key presses, ${requests.length} requests`);
    await page.context().close();
  });
}

// Keys only: reaching, ticking, typing, pressing; counts what was pressed.
function keyboard(page) {
  let presses = 0;
  const press = async (key) => {
    presses++;
    await page.keyboard.press(key);
  };
  // Tab until the element has the focus.
  const reach = async (target, key = 'Tab') => {
    const locator = typeof target === 'string' ? page.locator(target).first() : target;
    const has = () => locator.evaluate((e) => e === document.activeElement);
    for (let i = 0; i < 120; i++) {
      if (await has()) return;
      await press(key);
    }
    throw new Error(`Tab never reached ${locator}`);
  };
  const go = async () => {
    await Promise.all([page.waitForNavigation(), press('Enter')]);
  };
  const answerOne = async (name, value) => {
    const all = page.locator(`main form [name="${name}"]`);
    const kind = await all.first().evaluate((e) => (e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()));
    if (kind === 'checkbox') {
      for (const box of await all.all()) {
        const wanted = [value].flat().includes(await box.getAttribute('value'));
        if (wanted === (await box.isChecked())) continue;
        await reach(box);
        await press('Space');
      }
      return;
    }
    if (kind === 'radio') {
      const checked = page.locator(`main form [name="${name}"]:checked`);
      const wanted = page.locator(`main form [name="${name}"][value="${value}"]`);
      if (await wanted.isChecked()) return;
      await reach((await checked.count()) ? checked : all.first());
      if (!(await checked.count())) await press('Space');
      for (let i = 0; i < 60 && !(await wanted.isChecked()); i++) await press('ArrowDown');
      assert.ok(await wanted.isChecked(), `${name} ${value} was not reached with the arrows`);
      return;
    }
    await reach(all.first());
    presses += value.length;
    await page.keyboard.press('Control+A');
    await page.keyboard.type(value);
  };
  return {
    press,
    count: () => presses,
    follow: async (target) => {
      await reach(target);
      await go();
    },
    answer: async (values) => {
      for (const [name, value] of Object.entries(values)) if (value !== '') await answerOne(name, value);
    },
    sendPage: async () => {
      await reach(page.locator('main form[method=post] button[type=submit]').last());
      await go();
    },
  };
}
