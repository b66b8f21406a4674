// As somebody who has never seen XML: begin from a template, change a question, make a mistake and put it right, look at it, have it
// tried out, publish it. Every page on the way is looked at by axe and html-validate at two widths.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { axeResults, forbiddenThings, markupMistakes, openPage } from './lib/browser.js';
import { fill, place, send } from './lib/form.js';
import { overflows, smallTargets } from './lib/looks.js';
import { openAs } from './lib/people.js';
import { Findings } from './lib/runner.js';

const NEW_WORDS = 'How safe do you feel when you walk through Rivermere?';

const press = (page, words) => Promise.all([page.waitForNavigation(), page.locator('main button:not(.first-button)', { hasText: words }).first().click()]);
const follow = (page, words) => Promise.all([page.waitForNavigation(), page.locator('main a', { hasText: words }).first().click()]);
const main = (page) => page.locator('main').innerText();

function looker(page, staff, findings) {
  let last;
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.request().redirectedTo() === null) last = response.text().catch(() => '');
  });
  return async (name) => {
    findings.addAll(name, await markupMistakes(await last));
    findings.addAll(name, forbiddenThings(await last));
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      findings.addAll(`${name} at ${width} px`, (await axeResults(page)).findings);
      findings.addAll(`${name} at ${width} px`, await overflows(page));
      findings.addAll(`${name} at ${width} px`, await smallTargets(page));
      await page.screenshot({ path: join(staff.screenshots, `author-${name}-${width}.png`), fullPage: true });
    }
  };
}

// A resident walks the pilot to its end without answering anything.
async function answerPilot(browser, address) {
  const resident = await openPage(browser);
  await resident.goto(address);
  assert.match(await resident.locator('body').innerText(), /Pilot: your answers help to test this survey and are not counted/);
  await Promise.all([resident.waitForNavigation(), resident.locator('main .button').first().click()]);
  for (let pages = 0; place(resident) !== 'check-answers'; pages++) {
    assert.ok(pages < 40, `still at ${resident.url()}`);
    if (place(resident) === 'p_safe') {
      assert.match(await main(resident), new RegExp(NEW_WORDS.replace('?', '\\?')));
      await fill(resident, { q02: '1' });
    }
    await send(resident);
  }
  assert.match(await resident.locator('body').innerText(), /are not counted/);
  await send(resident);
  assert.equal(place(resident), 'sent');
  await resident.context().close();
}

// Two people change the same words: the second sees both, and nothing is lost.
async function changeTogether(browser, staff, address, findings) {
  const first = await openAs(browser, staff, 'administrator');
  const second = await openAs(browser, staff, 'analyst');
  const look = looker(second, staff, findings);
  await first.goto(address);
  await second.goto(address);
  await fill(first, { 'ask-en': 'Which problem is the worst?' });
  await press(first, 'Save');
  await fill(second, { 'ask-en': 'Which problems are the worst?', 'short-en': 'Worst problems' });
  await press(second, 'Save');
  assert.match(await second.locator('#errors').innerText(), /ann has changed this meanwhile to: “Which problem is the worst\?”/);
  assert.equal(await second.inputValue('[name="ask-en"]'), 'Which problems are the worst?');
  await look('both');
  await press(second, 'Save');
  assert.match(await main(second), /Which problems are the worst\?/);
  await first.context().close();
  await second.context().close();
}

export default function (test, { staff, browser }) {
  test('author: from a template to a published survey without XML', async () => {
    const findings = new Findings();
    const page = await openAs(browser, staff, 'administrator');
    const look = looker(page, staff, findings);
    await page.goto(`${staff.address}/staff/`);
    await follow(page, 'Definitions');
    await look('list');
    await press(page, 'Begin');
    assert.match(await page.locator('#errors').innerText(), /Type the title of your survey/);
    await look('list-mistakes');
    await fill(page, { template: 'community-safety', title: 'Safer Streets 2027', address: 'safer-streets-2027' });
    await press(page, 'Begin');
    assert.equal(await page.locator('h1').innerText(), 'Safer Streets 2027');
    assert.match(await main(page), /Begun from a template/);
    await look('overview');
    const draft = new URL('.', page.url()).href;

    await Promise.all([page.waitForNavigation(), page.locator('#question-q02 a', { hasText: 'Change' }).click()]);
    await look('question');
    await fill(page, { 'ask-en': '', 'option-2-en': 'Mostly' });
    await press(page, 'Save');
    assert.match(await page.locator('#errors').innerText(), /Write something here: Question/);
    assert.equal(await page.inputValue('[name="option-2-en"]'), 'Mostly');
    await look('question-mistake');
    await fill(page, { 'ask-en': NEW_WORDS, 'new-option': 'It depends' });
    await press(page, 'Save');
    assert.match(await main(page), /Question 2 changed/);
    assert.equal(await page.inputValue('[name="option-5-en"]'), 'It depends');
    await Promise.all([page.waitForNavigation(), page.locator('button[name=remove][value=option-3]').click()]);
    assert.match(await page.locator('#errors').innerText(), /Answer 3: it cannot be removed: page 'p_unsafe'/);

    await page.goto(draft);
    await follow(page, 'Change title, dates');
    await look('settings');
    await fill(page, { 'opens-en': '1 March 2100', 'closes-en': '31 Febuary 2100' });
    await press(page, 'Save');
    assert.equal(await page.locator('#errors li').count(), 1);
    await fill(page, { 'closes-en': '3 February 2100', 'keep-paper-en': '6 months' });
    await press(page, 'Save');
    assert.match(await main(page), /One thing to put right/);
    assert.match(await page.locator('section.error-summary').innerText(), /closes before it opens/);
    await look('overview-mistake');
    await page.locator('section.error-summary a').click();
    await fill(page, { 'opens-en': '', 'closes-en': '31 March 2100' });
    await press(page, 'Save');
    assert.equal(await page.locator('section.error-summary').count(), 0);

    await Promise.all([page.waitForNavigation(), page.locator('#page-p_safe a', { hasText: 'Add a question' }).click()]);
    await look('new-question');
    await fill(page, { words: 'Is there a place that you avoid?', type: 'choose-one', answers: 'Yes\nNo\nPrefer not to say' });
    await press(page, 'Add the question');
    assert.match(await main(page), /A question added/);
    await follow(page, 'Safer Streets 2027');
    await Promise.all([page.waitForNavigation(), page.locator('button', { hasText: 'Move up Question 4' }).click()]);
    assert.match(await main(page), /Question 4 moved up/);

    await follow(page, 'Look at it');
    await look('preview');
    await follow(page, 'Residents’ pages, in English');
    await follow(page, 'Next page');
    await look('preview-page');
    await send(page);
    assert.match(await page.locator('.preview').innerText(), /page 2 of/);
    assert.ok((await main(page)).includes(NEW_WORDS));
    await follow(page, 'Back to the definition');
    const pdf = await page.request.get(new URL(await page.locator('main a', { hasText: 'Printed questionnaire, in English' }).getAttribute('href'), page.url()).href);
    assert.equal(pdf.headers()['content-type'], 'application/pdf');
    await follow(page, 'Keying screen');
    await look('preview-keying');

    await page.goto(draft);
    await follow(page, 'Try it out');
    await press(page, 'Begin a pilot');
    await look('pilot');
    const pilot = await page.locator('#pilot-address').getAttribute('href');
    assert.match(pilot, /^\/pilot-[a-z0-9]{10}\/$/);
    await answerPilot(browser, staff.address + pilot);
    await page.reload();
    assert.match(await main(page), /1 answered form/);

    await page.goto(`${draft}history`);
    await look('history');
    await page.goto(`${draft}publish`);
    await look('publish');
    await press(page, 'Publish it now');
    await look('published');
    const resident = await openPage(browser);
    await resident.goto(new URL(await page.locator('#published-address').getAttribute('href'), staff.address).href);
    assert.match(await main(resident), /Safer Streets 2027/);
    await resident.goto(`${staff.address}/safer-streets-2027/p_safe`);
    const closed = await resident.goto(staff.address + pilot);
    assert.equal(closed.status(), 404);
    await resident.context().close();
    assert.equal((await staff.exported('safer-streets-2027')).length, 0);
    assert.equal((await staff.exported(pilot.replaceAll('/', ''))).length, 1);

    await page.goto(`${staff.address}/staff/safer-streets-2027/dates`);
    await fill(page, { closes: '30 April 2100', reason: 'Leaflets came late' });
    await press(page, 'Change the dates');
    assert.match(await main(page), /The dates are changed/);
    assert.match(await main(page), /Leaflets came late/);
    await look('dates-changed');
    await page.goto(`${staff.address}/staff/definitions`);
    await press(page, 'Begin version 2 of “Safer Streets 2027”');
    assert.match(await main(page), /Begun from version 1/);
    findings.mustBeNone();
    await page.context().close();
  });

  test('author: pages beside the way, and two people at once', async () => {
    const findings = new Findings();
    const page = await openAs(browser, staff, 'analyst');
    const look = looker(page, staff, findings);
    await page.goto(`${staff.address}/staff/definitions`);
    await fill(page, { template: 'citizens-panel-2016', title: 'Panel', address: 'panel-2027' });
    await press(page, 'Begin');
    const draft = new URL('.', page.url()).href;
    const key = await page.locator('.entries li').first().getAttribute('id');
    const section = await page.locator('.author-page').first().getAttribute('id');
    for (const [name, at] of [['remove', `remove?part=${key}`], ['source', 'source'], ['throw-away', 'throw-away'], ['page', `part?part=${section}`]]) {
      await page.goto(draft + at);
      await look(name);
    }
    await changeTogether(browser, staff, `${draft}part?part=${key}`, findings);
    findings.mustBeNone();
    await page.context().close();
  });
}
