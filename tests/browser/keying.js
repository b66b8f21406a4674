// The keying screen in Chromium: the bars S1 and S2, with the keys really pressed and no mouse; the script against the server.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openAs, PASSWORD, press } from './lib/people.js';
import { fill } from './lib/form.js';
import { expectations, loadScript } from './lib/keying-script.js';

const SURVEY = 'doncaster-safety-2017';

// Every route open, every closed question answered, nothing written. q18 has two digits; many ticks end with Enter.
const FULL = ['3', '1', 'Enter', '4', '1', 'Enter', '1', '0', '1', 'Enter', '1', '0', '4', 'Enter', '1', 'Enter', 'Enter', 'Enter', 'Enter',
  '2', '3', '1', '1', 'Enter', '0', '1', '5', '2', '1', '2'];
const FULL_VALUES = { q01: '3', q02_1: '1', q02_2: '0', q03: '4', q04_1: '1', q05: '1', q06_1: '1', q06_99: '0', q07: '1', q08: '4', q09: '-1',
  q10_1: '1', q12: '-1', q13: '-1', q14: '2', q16: '1', q17_1: '1', q18: '11', q19: '5', q20: '2', q21: '1', q22: '2', q02_other: '' };
const SHORT = ['1', '2', '0', '7', '1', 'Enter', 'Enter', 'Enter', '2', '3', '2', '0', '1', '5', '2', '1', '2'];
const SHORT_VALUES = { q01: '1', q02_1: '', q03: '', q05: '2', q06_1: '', q08: '7', q09: '', q11: '-1', q16: '2', q17_1: '', q22: '2' };

export default function (test, { staff, browser }) {
  // A batch of its own for each test, with `count` forms, so that no test meets another's claims.
  let batches = 0;
  const receive = async (count) => {
    const batch = `keying-${++batches}`;
    const page = await openAs(browser, staff, 'supervisor');
    await page.goto(`${staff.address}/staff/${SURVEY}/batches`);
    await fill(page, { batch, count: String(count) });
    await press(page, 'Receive');
    await page.context().close();
    return batch;
  };

  // A clerk at the first form of a batch. `count` counts what is pressed from then on.
  const open = async (who, batch, options) => {
    const page = await openAs(browser, staff, who, options);
    await page.goto(`${staff.address}/staff/${SURVEY}/key/${batch}`);
    await page.waitForSelector('#key-form');
    return keyed(page);
  };
  const keyed = (page) => {
    let presses = 0;
    const at = () => page.evaluate(() => document.activeElement?.id ?? '');
    const type = async (...keys) => {
      for (const key of keys) {
        presses++;
        await page.keyboard.press(key);
      }
    };
    const send = async (...keys) => {
      const arrived = page.waitForNavigation();
      await type(...keys);
      await arrived;
    };
    return { page, at, type, send, count: () => presses, value: (id) => page.locator(`#${id}`).inputValue(),
      status: () => page.locator('#key-status').innerText(), notice: () => page.locator('main .notice').innerText(),
      sent: () => page.waitForRequest((request) => request.method() === 'POST').then((request) => new URLSearchParams(request.postData())),
      close: () => page.context().close() };
  };
  const rowsBefore = async () => new Set((await staff.exported(SURVEY)).map((row) => row.reference));
  const newRows = async (before) => (await staff.exported(SURVEY)).filter((row) => !before.has(row.reference));
  const mustHold = (row, values) => {
    for (const [name, value] of Object.entries(values)) assert.equal(row[name], value, name);
  };

  test('keying: the script reads entries and follows routes as the server does', async () => {
    const keying = loadScript();
    const { plan, readings } = expectations('forms-keying-test-keying-entries');
    for (const [id, entry, isRight] of readings) {
      const field = plan.find((f) => f.id === id);
      assert.equal(keying.check(field, entry) === null, isRight, `${id} ${JSON.stringify(entry)}: ${keying.check(field, entry)}`);
      const signFirst = ['one', 'rank'].includes(field.kind) && entry.endsWith('/') && entry.length > 1; // typed with the sign first
      if (!isRight || signFirst || /\s/.test(entry)) continue;
      for (let n = 1; n <= entry.length; n++) {
        assert.equal(keying.begins(field, entry.slice(0, n)), null, `${id} ${entry}, key ${n}`);
        assert.ok(n === entry.length || !keying.isComplete(field, entry.slice(0, n)), `${id} ${entry} goes on after key ${n}`);
      }
    }
    let n = 0;
    let offRoute = 0;
    for (const { plan: fields, forms } of expectations('responses-paper-test-keyed')) {
      for (const { entries, asked } of forms) {
        assert.equal(keying.routes(fields, entries).map(Number).join(), asked.join(), `${fields[0].id}... ${entries.join('|')}`);
        n++;
        offRoute += asked.filter((is, i) => !is && entries[i] !== '').length;
      }
    }
    assert.ok(readings.length > 60 && n > 3000 && offRoute > 1000, `${n} forms, ${offRoute} entries off the route`);
  });

  test('keying: S1, a whole form in at most 36 key presses, the short route in 22, and the next form is there', async () => {
    const clerk = await open('cat', await receive(3));
    const before = await rowsBefore();
    assert.equal(await clerk.at(), 'q01', 'the first box has the focus');
    const heading = await clerk.page.locator('h1').innerText();
    await clerk.type(...FULL);
    assert.equal(await clerk.at(), 'form-receipt', `after the last question; ${await clerk.status()}`);
    await clerk.send('Enter', 'Enter');
    const full = clerk.count();
    assert.ok(full <= 36, `${full} key presses`);
    assert.match(await clerk.notice(), /^Form \d+-\d saved\. 2 left to key\./);
    assert.notEqual(await clerk.page.locator('h1').innerText(), heading, 'the next form');
    assert.equal(await clerk.at(), 'q01');
    await clerk.type(...SHORT);
    await clerk.send('Enter', 'Enter');
    const short = clerk.count() - full;
    assert.ok(short <= 22, `${short} key presses`);
    const rows = await newRows(before);
    assert.equal(rows.length, 2);
    mustHold(rows.find((row) => row.q01 === '3'), { channel: 'paper', language: 'en', ...FULL_VALUES });
    mustHold(rows.find((row) => row.q01 === '1'), SHORT_VALUES);
    console.log(`     ${full} key presses, short route ${short}`);
    await clerk.close();
  });

  test('keying: S1 without JavaScript, in at most 50 key presses', async () => {
    const clerk = await open('cat', await receive(2), { javaScriptEnabled: false });
    const before = await rowsBefore();
    const boxes = ['3', '1', '4', '1', '1', '01', '1', '04', '', '1', '', '', '', '2', '3', '1', '1', '01', '5', '2', '1', '2'];
    for (const [i, entry] of boxes.entries()) {
      await clerk.type(...(i > 0 ? ['Tab'] : []), ...entry);
      assert.equal(await clerk.page.locator(':focus').getAttribute('name'), `q${String(i + 1).padStart(2, '0')}`);
    }
    await clerk.send('Enter');
    assert.ok(clerk.count() <= 50, `${clerk.count()} key presses`);
    assert.match(await clerk.notice(), /saved\. 1 left to key/);
    assert.equal(await clerk.page.locator(':focus').getAttribute('name'), 'q01', 'the next form, its first box');
    mustHold((await newRows(before))[0], FULL_VALUES);
    console.log(`     ${clerk.count()} key presses`);
    await clerk.close();
  });

  test('keying: without JavaScript Enter in the middle asks first, a wrong code comes back, a plus opens a note', async () => {
    const clerk = await open('cat', await receive(1), { javaScriptEnabled: false });
    const before = await rowsBefore();
    await clerk.type('1', 'Tab', 'Tab', 'Tab', 'Tab', '7');
    await clerk.send('Enter');
    assert.match(await clerk.page.locator('#errors').innerText(), /7 is not a code of question 5\. Its codes are 1 to 2\./);
    await clerk.page.locator('#q05').fill('2+');
    await clerk.send('Enter');
    assert.match(await clerk.page.locator('#errors').innerText(), /Write what the supervisor should look at in Question 5/);
    await clerk.page.locator('#q05-note').fill('Two pens');
    await clerk.send('Enter');
    assert.match(await clerk.page.locator('#errors').innerText(), /Nothing is typed from Question 8 to Question 22/);
    assert.equal((await newRows(before)).length, 0, 'nothing is stored yet');
    assert.equal(await clerk.value('q05'), '2');
    assert.equal(await clerk.value('q05-note'), 'Two pens');
    await press(clerk.page, 'the rest is blank');
    assert.match(await clerk.notice(), /saved/);
    mustHold((await newRows(before))[0], { q01: '1', q05: '2', q08: '-1', q22: '-1' });
    await clerk.close();
  });

  test('keying: S2, a wrong key never moves the focus or loses anything; blank, several, unreadable are entries of their own', async () => {
    const clerk = await open('cat', await receive(2));
    const before = await rowsBefore();
    for (const key of ['5', '0', '9', 'x']) {
      await clerk.type(key);
      assert.equal(await clerk.at(), 'q01', key);
      assert.equal(await clerk.value('q01'), '', key);
    }
    await clerk.page.waitForFunction(() => document.getElementById('key-status').textContent.startsWith('x is not a code of question 1'));
    await clerk.type('3');
    await clerk.type('1', '2', '2');
    assert.equal(await clerk.at(), 'q02');
    assert.equal(await clerk.value('q02'), '12', 'twice the same is not taken');
    await clerk.type('Enter', '*');
    assert.equal(await clerk.at(), 'q04');
    await clerk.type('-');
    assert.equal(await clerk.at(), 'q05');
    await clerk.type('/', '1', '2', 'Enter');
    assert.equal(await clerk.at(), 'q08', 'several ticked is no yes: question 6 is passed');
    await clerk.type('0', '9', '.');
    assert.equal(await clerk.at(), 'q08', 'back over question 9, which is not asked');
    assert.equal(await clerk.value('q08'), '09');
    await clerk.type('0');
    assert.equal(await clerk.value('q08'), '0', 'typed anew');
    await clerk.type('5', 'Enter'); // question 9 is asked now, and left blank
    await clerk.type('7', 'Enter', 'Enter', 'Enter', '2', '3', '2');
    const sent = clerk.sent();
    await clerk.type('1', '9', '9', '9', '6', '7');
    await clerk.send('Enter', 'Enter');
    const fields = await sent;
    assert.deepEqual(['q03', 'q04', 'q05', 'q09'].map((name) => fields.get(name)), ['*', '-', '/12', '']);
    mustHold((await newRows(before))[0], { q02_1: '1', q02_2: '1', q03: '-2', q04_1: '-1', q05: '-3', q08: '5', q09: '-1' });
    await clerk.close();
  });

  test('keying: a passed question can be visited; what is typed there is kept, and said', async () => {
    const clerk = await open('cat', await receive(1));
    const before = await rowsBefore();
    await clerk.type('1');
    assert.equal(await clerk.at(), 'q05');
    await clerk.type('ArrowUp');
    assert.equal(await clerk.at(), 'q04_other');
    await clerk.type('ArrowUp', 'ArrowUp', '4');
    assert.equal(await clerk.at(), 'q05', 'on along the path');
    await clerk.page.waitForFunction(() => /Question 3 was not asked on this form/.test(document.getElementById('key-status').textContent));
    await clerk.type('2', '0', '7', '7', 'Enter', 'Enter', 'Enter', '2', '3', '2', '0', '1', '5', '2', '1', '2');
    await clerk.send('Enter', 'Enter');
    mustHold((await newRows(before))[0], { q01: '1', q03: '4', q04_1: '' });
    await clerk.close();
  });

  test('keying: moving on by itself can be switched off, and the account remembers it', async () => {
    const batch = await receive(2);
    const clerk = await open('dan', batch);
    await clerk.page.locator('#form-advance').focus();
    await clerk.type('Space');
    await clerk.page.locator('#q01').focus();
    await clerk.type('1');
    assert.equal(await clerk.at(), 'q01');
    await clerk.type('Enter', '2', 'Enter', '0', '7', 'Enter', '7', 'Enter', 'Enter', 'Enter');
    for (const key of ['2', '3', '2']) await clerk.type(key, 'Enter');
    await clerk.type('0', '1', 'Enter');
    for (const key of ['5', '2', '1', '2']) await clerk.type(key, 'Enter');
    assert.equal(await clerk.at(), 'form-receipt');
    await clerk.send('Enter', 'Enter');
    assert.equal(await clerk.page.locator('#form-advance').isChecked(), false, 'on the next form');
    await clerk.page.locator('#form-advance').check();
    await clerk.page.locator('#form-save').focus();
    await clerk.type('Enter');
    assert.equal(await clerk.at(), 'q01', 'Save leads to what is asked and not typed yet');
    await clerk.close();
  });

  test('keying: a note by plus, tokens for names, words that stay on paper', async () => {
    const clerk = await open('cat', await receive(1));
    await clerk.type('+');
    assert.equal(await clerk.at(), 'q01-note');
    await clerk.type(...'Ring', 'Enter');
    assert.equal(await clerk.at(), 'q01');
    await clerk.type('.');
    assert.equal(await clerk.at(), 'q01', 'nothing before the first field');
    await clerk.type('2', '2', '1', '0', '7', 'Enter');
    assert.equal(await clerk.at(), 'q11');
    await clerk.type(...'Ask ');
    await clerk.page.locator('.key-tokens button').first().click();
    assert.equal(await clerk.value('q11'), 'Ask [name]');
    await clerk.type('Enter', '/', 'Enter');
    assert.equal(await clerk.at(), 'q14');
    const sent = clerk.sent();
    await press(clerk.page, 'Stop and keep');
    assert.equal((await sent).get('q01-note'), 'Ring');
    assert.match(await clerk.notice(), /is kept for you/);
    await clerk.close();
  });

  test('keying: a form that was put away comes back as it was, and nobody else gets it meanwhile', async () => {
    const batch = await receive(1);
    const clerk = await open('cat', batch);
    const address = clerk.page.url();
    await clerk.type('2', '2', '0', '7');
    await press(clerk.page, 'Stop and keep');
    const other = await openAs(browser, staff, 'dan');
    const refused = await other.goto(address);
    assert.equal(refused.status(), 409);
    assert.match(await other.locator('main').innerText(), /cat has .*since/s);
    await other.context().close();
    await clerk.page.goto(address);
    assert.match(await clerk.notice(), /What you typed of this form before is here again/);
    assert.equal(await clerk.value('q08'), '07');
    assert.equal(await clerk.at(), 'q10', 'the focus is where the typing goes on');
    await clerk.close();
  });

  test('keying: a session that ends in the middle of a form asks to sign in, and the form is saved all the same', async () => {
    const clerk = await open('cat', await receive(2));
    const before = await rowsBefore();
    await clerk.type(...SHORT, 'Enter');
    await clerk.page.context().clearCookies();
    await clerk.send('Enter');
    assert.match(await clerk.page.locator('main').innerText(), /session/i);
    assert.equal((await newRows(before)).length, 0);
    await fill(clerk.page, { name: 'cat', password: PASSWORD });
    await press(clerk.page);
    assert.match(await clerk.notice(), /saved\. 1 left to key/);
    mustHold((await newRows(before))[0], SHORT_VALUES);
    await clerk.close();
  });

  test('keying: what is typed while the next form loads is typed into it', async () => {
    const clerk = await open('cat', await receive(2));
    let go;
    const held = new Promise((done) => (go = done));
    await clerk.type(...SHORT, 'Enter');
    await clerk.page.route('**/key/**', async (route) => {
      if (route.request().method() === 'POST') await held;
      await route.continue();
    });
    const arrived = clerk.page.waitForNavigation();
    await clerk.type('Enter', 'Enter', '3', '1', '4', 'Enter');
    go();
    await arrived;
    await clerk.page.waitForFunction(() => document.activeElement?.id === 'q03');
    assert.equal(await clerk.value('q01'), '3');
    assert.equal(await clerk.value('q02'), '14');
    await clerk.close();
  });

  test('keying: an interview by telephone, with the words that residents read', async () => {
    const page = await openAs(browser, staff, 'cat');
    await page.goto(`${staff.address}/staff/${SURVEY}/interview/phone`);
    const clerk = keyed(page);
    assert.match(await page.locator('label[for=q01]').innerText(), /Overall, do you feel safe living in Doncaster\?/);
    await clerk.type(...SHORT);
    assert.equal(await clerk.at(), 'form-save', 'an interview has no receipt code');
    await clerk.send('Enter');
    const reference = await page.locator('#ref').innerText();
    const row = (await staff.exported(SURVEY)).find((r) => r.reference === reference);
    mustHold(row, { channel: 'phone', ...SHORT_VALUES });
    await page.screenshot({ path: join(staff.screenshots, 'interview-thanks.png') });
    await clerk.close();
  });
}
