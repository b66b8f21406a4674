// Signing in, accounts, what is kept when a session ends: each page looked at by axe and html-validate at two widths.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { axeResults, forbiddenThings, markupMistakes, openPage } from './lib/browser.js';
import { overflows } from './lib/looks.js';
import { Findings } from './lib/runner.js';
import { PASSWORD as PEOPLES, openAs } from './lib/people.js';
import { fill } from './lib/form.js';
import { PASSWORD, addPerson, administrator, person, signIn } from './lib/staff.js';

const button = (page, words) => page.locator('main button', { hasText: words });
const press = (page, words) => Promise.all([page.waitForNavigation(), button(page, words).click()]);

// The last page as the server sent it, by browser page.
const sent = new WeakMap();
function listen(page) {
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.status() !== 303) sent.set(page, response.text());
  });
  return page;
}

async function look(engine, page, name, findings) {
  findings.addAll(name, await markupMistakes(await sent.get(page)));
  findings.addAll(name, forbiddenThings(await sent.get(page)));
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    findings.addAll(`${name} at ${width} px`, (await axeResults(page)).findings);
    findings.addAll(`${name} at ${width} px`, await overflows(page));
    await page.screenshot({ path: join(engine.screenshots, `accounts-${name}-${width}.png`), fullPage: true });
  }
}

// RFC 6238, as an app does it.
function codeOf(secret, moment = Date.now()) {
  const bits = [...secret.replaceAll(' ', '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const seed = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(moment / 30_000)));
  const hash = createHmac('sha1', seed).update(step).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export default function (test, { engine, staff, browser }) {
  test('accounts: every page is sound at 320 and 1280 px', async () => {
    const findings = new Findings();
    const see = (page, name) => look(engine, page, name, findings);
    const guest = listen(await openPage(browser));
    const first = /Staff: open (\S+)/.exec(engine.output())?.[1];
    if (!engine.hasAdministrator) {
      await guest.goto(first);
      await see(guest, 'first');
    }
    const admin = listen(await administrator(engine, browser));
    await admin.goto(`${engine.address}/staff/`);
    await guest.goto(`${engine.address}/staff/accounts`);
    assert.match(guest.url(), /\/staff\/sign-in\?next=%2Fstaff%2Faccounts$/);
    await see(guest, 'sign-in');
    await guest.fill('#name', 'anna');
    await guest.fill('#password', 'not the password');
    await press(guest, 'Sign in');
    assert.match(await guest.locator('.error-summary').innerText(), /name or the password is not right/);
    assert.equal(await guest.inputValue('#name'), 'anna');
    await see(guest, 'sign-in-wrong');
    await see(admin, 'home');
    const link = await addPerson(engine, admin, 'look.keyer', 'keyer');
    await see(admin, 'link');
    await admin.goto(`${engine.address}/staff/accounts`);
    await see(admin, 'list');
    await press(admin, 'Add and make');
    await see(admin, 'list-wrong');
    await admin.goto(`${engine.address}/staff/accounts/person?name=look.keyer`);
    await see(admin, 'person');
    await admin.goto(`${engine.address}/staff/accounts/sign-ins`);
    await see(admin, 'sign-ins');
    await guest.goto(link);
    await see(guest, 'welcome');
    await guest.fill('#password', 'password1234');
    await guest.fill('#password-again', 'password1234');
    await press(guest, 'Keep this password');
    assert.match(await guest.locator('.error-summary').innerText(), /too easy to guess/);
    await see(guest, 'welcome-wrong');
    await guest.fill('#password', PASSWORD);
    await guest.fill('#password-again', PASSWORD);
    await press(guest, 'Keep this password');
    assert.equal(new URL(guest.url()).pathname, '/staff/');
    await guest.goto(link);
    assert.match(await guest.locator('main').innerText(), /used already/);
    await see(guest, 'link-used');
    await guest.goto(`${engine.address}/staff/accounts`);
    assert.match(await guest.locator('main').innerText(), /role administrator; yours is keyer[\s\S]*anna/);
    await see(guest, 'forbidden');
    await guest.goto(`${engine.address}/staff/password`);
    await see(guest, 'password');
    await guest.goto(`${engine.address}/staff/second-factor`);
    await see(guest, 'factor');
    await guest.fill('#password', 'not the password');
    await press(guest, 'Set up');
    await see(guest, 'factor-refused');
    await guest.fill('#password', PASSWORD);
    await press(guest, 'Set up');
    await see(guest, 'factor-secret');
    await guest.fill('#code', '000000');
    await press(guest, 'Ask for a code');
    await see(guest, 'factor-wrong');
    await guest.context().close();
    await admin.context().close();
    findings.mustBeNone();
  });

  test('accounts: password managers know the boxes, and paste is allowed', async () => {
    const page = await openPage(browser);
    await page.goto(`${engine.address}/staff/sign-in`);
    assert.equal(await page.getAttribute('#name', 'autocomplete'), 'username');
    assert.equal(await page.getAttribute('#password', 'autocomplete'), 'current-password');
    assert.equal(await page.getAttribute('#password', 'type'), 'password');
    assert.equal(await page.getAttribute('#password', 'onpaste'), null);
    await page.context().close();
  });

  test('accounts: the code of an app is asked for, without JavaScript too', async () => {
    const page = await person(engine, browser, 'factor.keyer', 'keyer', { javaScriptEnabled: false });
    await page.goto(`${engine.address}/staff/second-factor`);
    await page.fill('#password', PASSWORD);
    await button(page, 'Set up').click();
    const secret = await page.locator('#secret').innerText();
    await page.fill('#code', codeOf(secret, Date.now() - 30_000));
    await button(page, 'Ask for a code').click();
    await page.waitForSelector('text=Do without the second factor');
    await page.locator('header button', { hasText: 'Sign out' }).click();
    assert.match(await page.locator('main').innerText(), /You are signed out/);
    await page.goto(`${engine.address}/staff/password`);
    await page.fill('#name', 'factor.keyer');
    await page.fill('#password', PASSWORD);
    await button(page, 'Sign in').click();
    await page.waitForSelector('#code');
    assert.equal(await page.getAttribute('#code', 'autocomplete'), 'one-time-code');
    await page.screenshot({ path: join(engine.screenshots, 'accounts-code-1280.png') });
    await page.fill('#code', codeOf(secret));
    await button(page, 'Go on').click();
    await page.waitForURL(/\/staff\/password(#errors)?$/);
    await page.context().close();
  });

  test('accounts: what was typed when a session ended is sent after signing in', async () => {
    const page = await administrator(engine, browser);
    await page.goto(`${engine.address}/staff/accounts`);
    await page.fill('#name', 'kept.keyer');
    await page.check('input[value=keyer]');
    await page.context().clearCookies();
    await press(page, 'Add and make');
    assert.match(await page.locator('main').innerText(), /what you typed is kept/);
    await page.screenshot({ path: join(engine.screenshots, 'accounts-ended-1280.png') });
    await page.fill('#name', 'anna');
    await page.fill('#password', PASSWORD);
    await press(page, 'Sign in');
    assert.match(await page.locator('h1').innerText(), /One-time link for kept.keyer/);
    await page.context().close();
  });

  test('accounts: a page of an earlier session is sent again, and done once', async () => {
    const page = await administrator(engine, browser);
    await page.goto(`${engine.address}/staff/accounts`);
    await page.fill('#name', 'again.keyer');
    await page.check('input[value=keyer]');
    const other = await page.context().newPage();
    await other.goto(`${engine.address}/staff/`);
    await Promise.all([other.waitForNavigation(), other.locator('header button', { hasText: 'Sign out' }).click()]);
    await signIn(engine, other, 'anna');
    await press(page, 'Add and make');
    assert.match(await page.locator('h1').innerText(), /Send this again/);
    await page.screenshot({ path: join(engine.screenshots, 'accounts-again-1280.png') });
    await press(page, 'Send again');
    assert.match(await page.locator('h1').innerText(), /One-time link for again.keyer/);
    await page.context().close();
  });

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? '' : ', JavaScript off';
    test(`accounts: a session that ends in the middle of a form loses nothing${how}`, async () => {
      const batch = `ended-${javaScriptEnabled ? 'js' : 'plain'}`;
      const supervisor = await openAs(browser, staff, 'supervisor');
      await supervisor.goto(`${staff.address}/staff/doncaster-safety-2017/batches`);
      await fill(supervisor, { batch, count: '2' });
      await press(supervisor, 'Receive');
      const clerk = await openAs(browser, staff, 'keyer', { javaScriptEnabled });
      await clerk.goto(`${staff.address}/staff/doncaster-safety-2017/key/${batch}`);
      const form = clerk.url();
      const entries = { q01: '3', q02: '1', q03: '9' }; // there is no 9
      for (const [id, entry] of Object.entries(entries)) await clerk.locator(`#${id}`).evaluate((box, words) => { box.value = words; }, entry);
      await clerk.context().clearCookies();
      await Promise.all([clerk.waitForNavigation(), clerk.locator('main form:has(#q01)').evaluate((e) => HTMLFormElement.prototype.submit.call(e))]);
      assert.match(await clerk.locator('main').innerText(), /what you typed is kept/);
      await fill(clerk, { name: 'cat', password: PEOPLES });
      await press(clerk, 'Sign in');
      for (const [id, entry] of Object.entries(entries)) assert.equal(await clerk.inputValue(`#${id}`), entry);
      assert.match(await clerk.locator('.error-summary').innerText(), /9 is not a code/);
      assert.equal(await clerk.locator('main form:has(#q01)').getAttribute('action').then((action) => new URL(action, form).pathname), new URL(form).pathname);
      await clerk.context().close();
      await supervisor.context().close();
    });
  }
}
