// Pages of staff that the browser looks at: a row each. To look at one more, add a row.
//   path     where it is
//   role     who opens it: a role or a name of lib/people.js; null: nobody is signed in
//   act      what is done there first (page), when the page is the answer to a form
//   isError  the page has an error summary
//   hasScript  it loads the keying script
//   isOfNobody  the answer is the same for everybody: it was given before anybody looked who asks
//   status   of the answer, 200 unless it is said
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOST } from './lib/engine.js';
import { fill } from './lib/form.js';
import { openAs, press } from './lib/people.js';
import desk, { prepareDesk } from './desk-pages.js';

const SURVEY = '/staff/all-types';

// What the rows find there: done once, before the first.
export async function prepare({ browser, staff }) {
  const page = await openAs(browser, staff, 'supervisor');
  await page.goto(`${staff.address}${SURVEY}/batches`);
  await fill(page, { batch: 'library-1', count: '12' });
  await press(page, 'Receive');
  await page.context().close();
  await prepareDesk({ browser, staff });
}

// Codes that are none, a note without words and half a form, sent past the script.
async function keyWrongly(page) {
  await fill(page, { q_one: '3+', q_many: '11', q_number: '500', q_date: '1', 'form-receipt': '7K3QF-9XMB5' });
  await Promise.all([page.waitForNavigation(), page.evaluate(() => document.getElementById('key-form').closest('form').submit())]);
}

// Choose a file of so many bytes and send it.
async function upload(page, { bytes }) {
  const directory = mkdtempSync(join(tmpdir(), 'soundings-upload-'));
  const file = join(directory, 'mine.xml');
  writeFileSync(file, Buffer.alloc(bytes, 'a'));
  const box = page.locator('input[type=file]');
  await box.setInputFiles(file);
  await Promise.all([page.waitForNavigation(), page.locator('main form', { has: box }).locator('button[type=submit]').click()]);
  rmSync(directory, { recursive: true });
}

export default [
  { path: '/staff/', role: 'keyer' },
  { path: '/staff/', role: 'administrator' },
  { path: `${SURVEY}/`, role: 'keyer' },
  { path: `${SURVEY}/`, role: 'supervisor' },
  { path: `/staff/${LOST}/batches`, role: 'supervisor', status: 503 },
  { path: '/staff/no-such-survey/', role: 'analyst', status: 404 },
  { path: '/staff/no/such/page', role: 'analyst', status: 404 },
  { path: `${SURVEY}/batches`, role: 'keyer', status: 403 },
  { path: '/staff/sign-in', role: null },
  { path: '/staff/sign-in', role: null, isError: true, status: 403, act: (page) => fill(page, { name: 'nobody', password: 'guess' }).then(() => press(page)) },
  { path: `${SURVEY}/batches`, role: 'supervisor' },
  { path: `${SURVEY}/batches`, role: 'supervisor', isError: true, status: 400, act: (page) => press(page, 'Receive') },
  { path: `${SURVEY}/batches/library-1`, role: 'supervisor' },
  { path: `${SURVEY}/key`, role: 'keyer' },
  { path: `${SURVEY}/key`, role: 'keyer', isError: true, status: 400, act: (page) => fill(page, { serial: '1-8' }).then(() => press(page, 'Key this form')) },
  { path: `${SURVEY}/key/library-1/1-9`, role: 'keyer', hasScript: true },
  { path: `${SURVEY}/key/library-1/1-9`, role: 'keyer', hasScript: true, isError: true, status: 400, act: keyWrongly },
  { path: `${SURVEY}/key/library-1/1-9`, role: 'supervisor', status: 409 },
  { path: `${SURVEY}/interview/phone`, role: 'keyer', hasScript: true },
  { path: '/staff/definitions', role: 'analyst' },
  { path: '/staff/definitions', role: 'analyst', status: 413, isOfNobody: true, act: (page) => upload(page, { bytes: 20 * 1024 * 1024 }) },
  { path: `${SURVEY}/dates`, role: 'administrator' },
  { path: '/staff/password', role: 'keyer' },
  { path: '/staff/second-factor', role: 'keyer' },
  { path: '/staff/accounts', role: 'administrator' },
  { path: '/staff/accounts/sign-ins', role: 'administrator' },
  ...desk,
];
