// People of staff in the browser: one a role, who follow their one-time link once and stay signed in.
import assert from 'node:assert/strict';
import { openPage } from './browser.js';
import { fill } from './form.js';

// Accounts of the staff's server, made by `survey-server user add`.
export const PEOPLE = { ann: 'administrator', ben: 'supervisor', cat: 'keyer', dan: 'keyer', eve: 'analyst' };
export const PASSWORD = 'four green lanterns';

// The first person of that role, or the person of that name.
const personOf = (who) => Object.keys(PEOPLE).find((name) => name === who || PEOPLE[name] === who);

const visits = new Map(); // name: what the browser keeps of them

// A page of somebody who is signed in (a role or a name); of nobody when `who` is null.
export async function openAs(browser, staff, who, options = {}) {
  if (who === null) return openPage(browser, options);
  const name = personOf(who);
  assert.ok(name, `nobody is ${who}`);
  if (!visits.has(name)) visits.set(name, firstVisit(browser, staff, name));
  return openPage(browser, { storageState: await visits.get(name), ...options });
}

async function firstVisit(browser, staff, name) {
  const page = await openPage(browser);
  await page.goto(staff.address + staff.links[name]);
  await fill(page, { password: PASSWORD, 'password-again': PASSWORD });
  await press(page);
  assert.equal(new URL(page.url()).pathname, '/staff/', `${name} is not signed in: ${await page.locator('main').innerText()}`);
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

// Press a button of main, the last one or the one with these words, and wait for the page that comes.
export async function press(page, words) {
  const buttons = page.locator('main form button[type=submit]');
  const button = words === undefined ? buttons.last() : buttons.filter({ hasText: words }).first();
  await Promise.all([page.waitForNavigation(), button.click()]);
}
