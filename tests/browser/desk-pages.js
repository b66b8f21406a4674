// The desk's pages for staff-pages.js: batches, forms, settling, corrections, withdrawal, audit, clerks, rules, printing.
import { fill } from './lib/form.js';
import { openAs, press } from './lib/people.js';

const SURVEY = '/staff/all-types';
const role = 'supervisor';

// "1017-8" of 1017: ISO 7064, MOD 11,10.
function serialText(number) {
  let product = 10;
  for (const digit of String(number)) product = (((product + Number(digit)) % 10 || 10) * 2) % 11;
  return `${number}-${(11 - product) % 10}`;
}

// Printed serials, so that no other receipt moves them.
const [DIFFERENT, OWN, FLAGGED, CLAIMED, VOID, LEFT, ALONE] = [901, 902, 903, 904, 905, 906, 907].map(serialText);
const form = (serial) => `${SURVEY}/forms/${serial}`;

async function receive(page, address, batch, serials) {
  await page.goto(`${address}${SURVEY}/batches`);
  await fill(page, { batch, serials });
  await press(page, 'Receive');
}

async function makeVoid(page, address, serial, reason) {
  await page.goto(`${address}${form(serial)}`);
  await fill(page, { reason });
  await press(page, 'Make it void');
}

// A form keyed without the script; what is not said is blank. The next one is ready at once, and given back.
async function key({ browser, staff }, who, serial, entries, asked = {}) {
  const page = await openAs(browser, staff, who, { javaScriptEnabled: false });
  await page.goto(`${staff.address}${SURVEY}/key/desk-1/${serial}`);
  await fill(page, entries);
  await press(page, 'Save');
  await fill(page, asked);
  await press(page, 'Save, the rest is blank');
  const back = page.locator('main form button', { hasText: 'Give this form back' });
  if ((await back.count()) > 0) await press(page, 'Give this form back');
  await page.context().close();
}

export async function prepareDesk({ browser, staff }) {
  const page = await openAs(browser, staff, role);
  await receive(page, staff.address, 'desk-1', `${DIFFERENT} to ${LEFT}`);
  await receive(page, staff.address, 'desk-2', ALONE);
  await makeVoid(page, staff.address, VOID, 'nothing is filled in');
  await makeVoid(page, staff.address, ALONE, 'a copy of another form');
  await page.goto(`${staff.address}${SURVEY}/batches/desk-2/close`);
  await press(page, 'Close the batch');
  await page.context().close();

  const all = { browser, staff };
  await key(all, 'cat', DIFFERENT, { q_one: '1', q_many: '12', 'form-receipt': 'our blue door' });
  await key(all, 'dan', DIFFERENT, { q_one: '2', q_many: '1', q_text: 'Less noise' });
  await key(all, 'cat', OWN, { q_one: '1' });
  await key(all, 'ben', OWN, { q_one: '2' });
  await key(all, 'cat', FLAGGED, { q_one: '1+' }, { 'q_one-note': 'both boxes are ticked, one is crossed out' });
  const clerk = await openAs(browser, staff, 'dan');
  await clerk.goto(`${staff.address}${SURVEY}/key/desk-1/${CLAIMED}`);
  await clerk.context().close();
}

const send = (values, words) => async (page) => {
  await fill(page, values);
  await press(page, words);
};

// From the finder to the answers of a form, and to one of its questions.
const find = (serial, link) => async (page) => {
  await fill(page, { of: serial });
  await press(page, 'Find');
  if (link) await Promise.all([page.waitForNavigation(), page.locator(`main a[href$="item=${link}"]`).click()]);
};

const wrong = { role, isError: true, status: 400 };

export default [
  { path: `${SURVEY}/batches`, role, act: send({ batch: 'desk-3', count: '2' }, 'Receive') },
  { path: `${SURVEY}/batches`, ...wrong, act: send({ batch: 'a b', count: 'ten' }, 'Receive') },
  { path: `${SURVEY}/batches`, ...wrong, act: send({ serial: '12345' }, 'Find') },
  { path: `${SURVEY}/batches/desk-1`, role },
  { path: `${SURVEY}/batches/desk-1/serials`, role },
  { path: `${SURVEY}/batches/desk-1/close`, role },
  { path: `${SURVEY}/batches/desk-1/close`, role, status: 409, act: (page) => press(page) },
  { path: `${SURVEY}/batches/desk-2`, role },
  { path: `${SURVEY}/batches/desk-2/destroy`, role },
  { path: `${SURVEY}/batches/desk-2/destroy`, role, act: (page) => press(page) },
  { path: `${SURVEY}/batches/none`, role, status: 404 },
  { path: form(LEFT), role },
  { path: form(LEFT), ...wrong, act: (page) => press(page, 'Make it void') },
  { path: form(VOID), role },
  { path: form(VOID), ...wrong, act: (page) => press(page, 'Count it again') },
  { path: form(CLAIMED), role },
  { path: form(FLAGGED), role },
  { path: form(FLAGGED), ...wrong, act: (page) => press(page, 'The note is dealt with') },
  { path: form(DIFFERENT), role },
  { path: `${SURVEY}/settle`, role },
  { path: `${SURVEY}/settle/${OWN}`, role, status: 409 },
  { path: `${SURVEY}/settle/${DIFFERENT}`, role },
  { path: `${SURVEY}/settle/${DIFFERENT}`, ...wrong, act: (page) => press(page) },
  { path: `${SURVEY}/settle/${DIFFERENT}`, ...wrong, act: send({ 'is-q_one': 'other', 'entry-q_one': '7' }) },
  { path: `${SURVEY}/settle/${DIFFERENT}`, role, act: send({ 'is-q_many': 'a' }) },
  { path: `${SURVEY}/correct`, role },
  { path: `${SURVEY}/correct`, ...wrong, act: send({ of: LEFT }, 'Find') },
  { path: `${SURVEY}/correct`, role, act: find(FLAGGED) },
  { path: `${SURVEY}/correct`, role, act: find(FLAGGED, 'q_one') },
  { path: `${SURVEY}/correct`, role, act: find(FLAGGED, 'q_text') },
  { path: `${SURVEY}/correct`, ...wrong, act: (page) => find(FLAGGED, 'q_one')(page).then(() => send({ entry: '9' })(page)) },
  { path: `${SURVEY}/correct`, role, act: (page) => find(FLAGGED, 'q_one')(page).then(() => send({ entry: '2', reason: 'the paper says 2' })(page)) },
  { path: `${SURVEY}/withdraw`, role },
  { path: `${SURVEY}/withdraw`, ...wrong, act: (page) => press(page) },
  { path: `${SURVEY}/withdraw`, role, act: send({ code: 'our blue door' }) },
  { path: `${SURVEY}/audit`, role },
  { path: `${SURVEY}/clerks`, role },
  { path: `${SURVEY}/rules`, role },
  { path: `${SURVEY}/rules`, ...wrong, act: send({ first_forms: 'x', until: 'soon' }) },
  { path: `${SURVEY}/rules`, role, act: send({ until: '3 March 2030', reason: 'late post is expected' }) },
  { path: `${SURVEY}/print`, role },
  { path: `${SURVEY}/print`, ...wrong, act: send({ copies: '0' }) },
];
