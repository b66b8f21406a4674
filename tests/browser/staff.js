// Every page of staff-pages.js at 1280 and 320 px: axe, markup, focus, targets, borders, sideways scrolling, frame.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { axeResults, forbiddenThings, markupMistakes } from './lib/browser.js';
import { addTextSpacing, faintBorders, overflows, smallTargets, tabStops } from './lib/looks.js';
import { Findings } from './lib/runner.js';
import { openAs } from './lib/people.js';
import rows, { prepare } from './staff-pages.js';

export default function (test, { staff, browser }) {
  let prepared;
  const links = new Map(); // who may follow it, by the link and then by where it was seen
  rows.forEach((row, i) => {
    const name = `${row.path} as ${row.role ?? 'nobody'}${row.act ? ', sent' : ''}${row.isError ? ', with mistakes' : ''}`;
    test(`staff: ${name}`, async () => {
      await (prepared ??= prepare({ browser, staff }));
      const page = await openAs(browser, staff, row.role);
      try {
        await visit(page, staff, row, join(staff.screenshots, `staff-${String(i).padStart(2, '0')}`));
        for (const href of await page.locator('a[href^="/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href').replace(/#.*/, '')))) links.set(`${row.role} ${href}`, row);
      } finally {
        await page.context().close();
      }
    });
  });

  test('staff: pages load what they may load, and nothing is refused', async () => {
    const findings = new Findings();
    for (const row of rows.filter((one) => !one.act && one.status === undefined)) {
      const page = await openAs(browser, staff, row.role, { bypassCSP: false });
      page.on('console', (message) => message.type() === 'error' && findings.add(row.path, message.text()));
      page.on('pageerror', (error) => findings.add(row.path, error.message));
      await page.goto(staff.address + row.path);
      await page.context().close();
    }
    findings.mustBeNone();
  });

  test('staff: every link of these pages leads somewhere', async () => {
    const findings = new Findings();
    const pages = new Map();
    for (const [link, row] of links) {
      if (!pages.has(row.role)) pages.set(row.role, await openAs(browser, staff, row.role));
      const answer = await pages.get(row.role).request.get(staff.address + link.slice(link.indexOf(' ') + 1));
      // 409: another row has changed what the link leads to since it was seen.
      if (!answer.ok() && answer.status() !== 409) findings.add(`${row.path} as ${link}`, answer.status());
    }
    for (const page of pages.values()) await page.context().close();
    assert.ok(links.size > 0, 'no link was seen');
    findings.mustBeNone();
  });
}

async function visit(page, staff, row, shot) {
  let last;
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.request().redirectedTo() === null)
      last = { status: response.status(), html: response.text().catch((error) => `no text: ${error}`) };
  });
  await page.goto(staff.address + row.path);
  if (row.act) await row.act(page, staff);
  assert.equal(last.status, row.status ?? 200, `${page.url()}: ${await page.locator('main').innerText()}`);

  const findings = new Findings();
  const html = await last.html;
  findings.addAll('markup', await markupMistakes(html));
  findings.addAll('forbidden', forbiddenThings(html, { mayHaveScript: row.hasScript }));
  await lookAtFrame(page, row, (what) => findings.add('frame', what));
  if (row.isError) await lookAtErrors(page, (what) => findings.add('errors', what));
  for (const [width, height] of [[1280, 900], [320, 640]]) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => window.scrollTo(0, 0)); // what a bar that stays covers, axe cannot decide
    const axe = (await axeResults(page)).findings;
    // What a table hides until it is scrolled, axe cannot decide; at 1280 px it sees it.
    findings.addAll(`axe ${width}`, width === 1280 ? axe : axe.filter((found) => !found.startsWith('axe undecided color-contrast')));
    findings.addAll(`targets ${width}`, await smallTargets(page));
    findings.addAll(`focus ${width}`, (await tabStops(page)).found);
    await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); });
    await page.screenshot({ path: `${shot}-${width}.png`, fullPage: true });
  }
  findings.addAll('borders', await faintBorders(page));
  await lookAtOverflow(page, findings);
  findings.mustBeNone();
}

async function lookAtOverflow(page, findings) {
  await page.setViewportSize({ width: 320, height: 256 });
  findings.addAll('at 320 px', await overflows(page));
  const spacing = await addTextSpacing(page);
  findings.addAll('with spacing', await overflows(page));
  await spacing.evaluate((e) => e.remove());
  await page.setViewportSize({ width: 1280, height: 900 });
  const large = await page.addStyleTag({ content: 'html { font-size: 200% !important; }' });
  findings.addAll('at 200 %', await overflows(page));
  await large.evaluate((e) => e.remove());
}

async function lookAtFrame(page, row, add) {
  const frame = await page.evaluate(() => ({
    title: document.title,
    headings: [...document.querySelectorAll('h1')].map((e) => e.textContent),
    summaries: document.querySelectorAll('#errors').length,
    scripts: document.scripts.length,
    signOut: document.querySelectorAll('header form[action^="/staff/sign-out"]').length,
  }));
  if (frame.headings.length !== 1) add(`${frame.headings.length} h1`);
  if (!frame.title.includes(frame.headings[0]) || !frame.title.endsWith('– Staff')) add(`title is "${frame.title}"`);
  if (frame.title.startsWith('Error: ') !== Boolean(row.isError)) add(`title is "${frame.title}"`);
  if (frame.summaries !== (row.isError ? 1 : 0)) add(`${frame.summaries} error summaries`);
  if (frame.scripts !== (row.hasScript ? 1 : 0)) add(`${frame.scripts} scripts`);
  if (frame.signOut !== (row.role === null || row.isOfNobody ? 0 : 1)) add(`${frame.signOut} ways to sign out`);
  const words = await page.locator('main').innerText();
  const unused = /\b(please|sorry|invalid|oops)\b/i.exec(words);
  if (unused) add(`"${unused[0]}" is a word we do not use`);
}

async function lookAtErrors(page, add) {
  if (!page.url().endsWith('#errors')) add(`address does not lead to the errors: ${page.url()}`);
  if ((await page.evaluate(() => document.activeElement?.id)) !== 'errors') add('focus is not on the errors');
  const links = page.locator('#errors a');
  for (let i = 0; i < (await links.count()); i++) {
    const words = await links.nth(i).innerText();
    await links.nth(i).focus();
    await page.keyboard.press('Enter');
    const on = await page.evaluate(() => document.activeElement?.tagName);
    if (!['INPUT', 'SELECT', 'TEXTAREA'].includes(on)) add(`link "${words}" leads to ${on}`);
    const told = await page.evaluate(() => (document.activeElement?.getAttribute('aria-describedby') ?? document.activeElement?.closest('fieldset')?.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent).join(' '));
    if (!told.includes(words)) add(`"${words}" is not in the description of its control: "${told}"`);
  }
}
