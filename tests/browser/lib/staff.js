// Accounts for the browser tests: the first administrator comes in by the link on the console, everybody else by theirs.
import assert from 'node:assert/strict';
import { openPage } from './browser.js';

export const PASSWORD = 'harbour lentil crayon 41';
const NAMES = { administrator: 'anna' };

async function choosePassword(page) {
  await page.fill('#password', PASSWORD);
  await page.fill('#password-again', PASSWORD);
  await Promise.all([page.waitForURL(/\/staff\/(#errors)?$/), page.click('main form button')]);
}

// The administrator's page; made with the first account, or signed in again.
export async function administrator(engine, browser) {
  const page = await openPage(browser);
  if (engine.hasAdministrator) {
    await signIn(engine, page, NAMES.administrator);
    return page;
  }
  const link = /Staff: open (\S+)/.exec(engine.output())?.[1];
  assert.ok(link, `no link for the first administrator; ${engine.said()}`);
  await page.goto(link);
  await page.fill('#name', NAMES.administrator);
  await choosePassword(page);
  engine.hasAdministrator = true;
  return page;
}

export async function signIn(engine, page, name, password = PASSWORD) {
  await page.goto(`${engine.address}/staff/sign-in`);
  await page.fill('#name', name);
  await page.fill('#password', password);
  await Promise.all([page.waitForURL(/\/staff\/(#errors)?$/), page.click('main form button')]);
}

// Add a person; gives the address of their one-time link.
export async function addPerson(engine, page, name, role) {
  await page.goto(`${engine.address}/staff/accounts`);
  await page.fill('#name', name);
  await page.check(`input[name=role][value=${role}]`);
  await Promise.all([page.waitForSelector('#link'), page.click('main form button')]);
  return page.locator('#link').innerText();
}

// A page in a browser of its own, signed in as a new person of that role.
export async function person(engine, browser, name, role, options = {}) {
  const admin = await administrator(engine, browser);
  const link = await addPerson(engine, admin, name, role);
  await admin.context().close();
  const page = await openPage(browser, options);
  await page.goto(link);
  await choosePassword(page);
  return page;
}
