// Every kind of page in every state, three languages, two widths: bars A1, A3, A5 to A9, A12 and A13.
// tests/data/all-types.xml is walked once a language; each bar is then a test of its own.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { axeResults, forbiddenThings, markupMistakes, openPage } from './lib/browser.js';
import { LOST } from './lib/engine.js';
import { Findings } from './lib/runner.js';
import { fill, place, send } from './lib/form.js';
import { addTextSpacing, faintBorders, overflows, smallTargets, spoken, tabStops } from './lib/looks.js';

const LANGUAGES = { en: 'ltr', cy: 'ltr', ur: 'rtl' };

// Pages of the survey in order: what is wrong in them (null: nothing can be), what is right.
const PAGES = [
  { id: 'p_one', bad: {}, good: { q_one: '2' } },
  { id: 'p_dropdown', bad: {}, good: { q_dropdown: '1' } },
  { id: 'p_groups', bad: {}, good: { q_groups: '1' } },
  { id: 'p_many', bad: { q_many: ['1', '2', '96'], q_many_other: 'Kept words' }, kept: 'Kept words', good: { q_many: ['1', '97'], q_many_other: 'Dogs' } },
  { id: 'p_rank', bad: { q_rank_1: '2', q_rank_2: '2' }, good: { q_rank_1: '2', q_rank_2: '1', q_rank_3: '4' } },
  { id: 'p_scale', bad: {}, good: { q_scale: '7' } },
  { id: 'p_number', bad: { q_number: 'a few' }, kept: 'a few', good: { q_number: '2.5' } },
  { id: 'p_date', bad: { q_date_day: '31', q_date_month: '2', q_date_year: '2017' }, kept: '31', good: { q_date_day: '27', q_date_month: '3', q_date_year: '2007' } },
  { id: 'p_text', bad: { q_text: 'x'.repeat(2001) }, kept: 'x'.repeat(2001), good: { q_text: 'Less noise.\nMore buses.' } },
  { id: 'p_word', bad: { q_word: 'A very long name of a street indeed' }, kept: 'A very long name of a street indeed', good: { q_word: 'High Street' } },
  { id: 'p_grid', bad: {}, good: { q_grid_clean: '1', q_grid_quiet: '3', q_grid_bus: '98' } },
  { id: 'p_routed', bad: { q_where: 'y'.repeat(201) }, kept: 'y'.repeat(201), good: { q_where: 'By the station' } },
  { id: 'p_several', bad: { q_worse: ['1', '96'], q_people: 'nobody' }, kept: 'nobody', good: { q_age: '1', q_worse: ['1', '2'], q_people: '3' } },
];

const BARS = {
  axe: 'A1 no accessibility violation, nothing undecided',
  markup: 'A3 markup without a mistake',
  overflow: 'A5 no sideways scrolling and nothing clipped at 320 px, with wide spacing, at 200 %',
  focus: 'A6 every tab stop is seen, uncovered and in order',
  targets: 'A7 targets are large enough',
  contrast: 'A8 borders and focus marks stand out',
  errors: 'A9 errors are announced, led to, and keep what was typed',
  forbidden: 'A12 nothing forbidden in the markup',
  frame: 'A13 titles, headings, languages and help',
};

export default function (test, { engine, browser }) {
  for (const lang of Object.keys(LANGUAGES)) {
    let walked;
    for (const [bar, words] of Object.entries(BARS)) {
      test(`states ${lang}: ${words}`, async () => {
        walked ??= walk(engine, browser, lang);
        (await walked)[bar].mustBeNone();
      });
    }
  }

  test('states en: A9 without JavaScript too', async () => {
    const page = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(`${engine.address}/all-types/`);
    await begin(page);
    await send(page);
    assert.match(page.url(), /#errors$/);
    assert.match(await page.title(), /^Error: /);
    assert.equal(await page.locator(':focus').getAttribute('id'), 'errors');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator(':focus').getAttribute('name'), 'q_one');
    await page.context().close();
  });
}

// From the start page to the first question.
async function begin(page) {
  await Promise.all([page.waitForNavigation(), page.locator('main').locator('a[href*="/p_one"], form button[type=submit]').last().click()]);
}

async function walk(engine, browser, lang) {
  const findings = Object.fromEntries(Object.keys(BARS).map((bar) => [bar, new Findings()]));
  const page = await openPage(browser);
  let html = '';
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.request().redirectedTo() === null)
      html = response.text().catch((error) => `no text: ${error}`);
  });
  const seen = { titles: new Map(), help: undefined };
  const state = (name, options) => lookAt({ page, html, name, lang, findings, seen, engine, ...options });

  await page.goto(`${engine.address}/all-types/?lang=${lang}`);
  await state('start');
  await begin(page);
  for (const step of PAGES) {
    assert.equal(place(page), step.id, `expected ${step.id}`);
    await state(`${step.id}-empty`);
    const title = await page.title();
    await fill(page, step.bad);
    await send(page);
    await lookAtErrors({ page, step, lang, title, add: (what) => findings.errors.add(`${lang} ${step.id}`, what) });
    await state(`${step.id}-error`, { isError: true });
    await fill(page, step.good);
    await send(page);
    const next = page.url();
    await page.goto(`${engine.address}/all-types/${step.id}`);
    await state(`${step.id}-filled`);
    await page.goto(next);
  }
  assert.equal(place(page), 'check-answers');
  await state('check-answers');
  await send(page);
  assert.equal(place(page), 'sent');
  await state('sent');
  await page.goto(`${engine.address}/${LOST}/?lang=${lang}`);
  await state('lost');
  await page.goto(`${engine.address}/?lang=${lang}`);
  await state('surveys', { isSurvey: false });
  await page.goto(`${engine.address}/no-such-survey/?lang=${lang}`);
  await state('not-found', { isSurvey: false });
  await page.context().close();
  return findings;
}

// One state at both widths, against every bar.
async function lookAt({ page, html, name, lang, findings, seen, engine, isError = false, isSurvey = true }) {
  const where = `${lang} ${name}`;
  const shot = (width) => page.screenshot({ path: join(engine.screenshots, `${lang}-${name}-${width}.png`), fullPage: true });
  const source = await html;
  findings.markup.addAll(where, await markupMistakes(source));
  findings.forbidden.addAll(where, forbiddenThings(source));
  await lookAtFrame({ page, where, name, lang, seen, isError, isSurvey, add: (what) => findings.frame.add(where, what) });

  for (const [width, height] of [[1280, 900], [320, 640]]) {
    await page.setViewportSize({ width, height });
    findings.axe.addAll(`${where} ${width}`, (await axeResults(page)).findings);
    findings.targets.addAll(`${where} ${width}`, await smallTargets(page));
    const { found } = await tabStops(page);
    findings.focus.addAll(`${where} ${width}`, found);
    await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); });
    await shot(width);
  }
  findings.contrast.addAll(where, await faintBorders(page));

  await page.setViewportSize({ width: 320, height: 256 });
  findings.overflow.addAll(where, await overflows(page));
  const spacing = await addTextSpacing(page);
  findings.overflow.addAll(`${where} with spacing`, await overflows(page));
  await spacing.evaluate((e) => e.remove());
  await page.setViewportSize({ width: 1280, height: 900 });
  const large = await page.addStyleTag({ content: 'html { font-size: 200% !important; }' });
  findings.overflow.addAll(`${where} at 200 %`, await overflows(page));
  await large.evaluate((e) => e.remove());

  if (lang === 'en') {
    await page.emulateMedia({ forcedColors: 'active' });
    await shot('forced-colours');
    await page.emulateMedia({ forcedColors: 'none' });
  }
}

async function lookAtFrame({ page, where, name, lang, seen, isError, isSurvey, add }) {
  const frame = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    dir: document.documentElement.dir || 'ltr',
    title: document.title,
    headings: document.querySelectorAll('h1').length,
    help: [...document.querySelectorAll('footer a[href^="tel:"], footer')].map((e) => e.outerHTML)[0],
    viewport: document.querySelector('meta[name=viewport]')?.content ?? '',
  }));
  // Pages outside a survey belong to no language of a survey: English unless they are translated.
  if (frame.lang !== lang && (isSurvey || frame.lang !== 'en')) add(`lang is ${frame.lang}`);
  if (frame.dir !== LANGUAGES[frame.lang]) add(`dir is ${frame.dir}`);
  if (frame.headings !== 1) add(`${frame.headings} h1`);
  if (/maximum-scale|user-scalable/.test(frame.viewport)) add('the viewport forbids zooming');
  if (isSurvey) {
    if (!frame.help?.includes('01632')) add('help by phone is missing from the footer');
    if (name.startsWith('p_')) {
      seen.help ??= frame.help;
      const stripped = (html) => html?.replace(/href="[^"]*"/g, '');
      if (stripped(frame.help) !== stripped(seen.help)) add(`the footer differs from that of the first page: ${frame.help}`);
    }
  }
  const owner = seen.titles.get(frame.title);
  const stateOf = name.replace(/-(empty|filled)$/, '');
  if (owner !== undefined && owner !== stateOf) add(`title "${frame.title}" is that of ${owner} too`);
  seen.titles.set(frame.title, stateOf);
  if (isError && lang !== 'en' && /^Error/.test(frame.title)) add(`title is not translated: ${frame.title}`);
}

async function lookAtErrors({ page, step, lang, title, add }) {
  if (place(page) !== step.id) return add(`went on to ${place(page)} in spite of a mistake`);
  if (!page.url().endsWith('#errors')) add(`address does not lead to the errors: ${page.url()}`);
  const now = await page.title();
  if (!now.endsWith(title) || !/^\S.*?: /.test(now.slice(0, now.length - title.length))) add(`title "${now}" does not put the word for an error before "${title}"`);
  if (lang === 'en' && !now.startsWith('Error: ')) add(`title "${now}" does not start with Error:`);
  if ((await page.evaluate(() => document.activeElement?.id)) !== 'errors') add('focus is not on the errors');
  const heard = await spoken(page);
  for (const { role, name } of heard) if (name.trim() === '') add(`a ${role} has no name`);
  if (step.id === 'p_scale' && lang === 'en' && !heard.some((one) => one.role === 'radio' && /^1\b.*Not at all well/.test(one.name)))
    add('the low end of the scale is not said with its number');
  const links = page.locator('#errors a');
  const n = await links.count();
  if (n === 0) add('no mistake is listed');
  for (let i = 0; i < n; i++) {
    const words = (await links.nth(i).innerText()).trim();
    const outside = await page.evaluate(() => [...document.querySelectorAll('form *')].map((e) => e.textContent).join('\n'));
    if (!outside.includes(words)) add(`"${words}" does not stand at the question as well`);
    if (lang === 'en' && /please|sorry|invalid|required|oops/i.test(words)) add(`"${words}" has a word we do not use`);
    if (!heard.some((one) => one.description.includes(words))) add(`"${words}" is not in the description of its question`);
    await links.nth(i).focus();
    await page.keyboard.press('Enter');
    const on = await page.evaluate(() => document.activeElement?.tagName);
    if (!['INPUT', 'SELECT', 'TEXTAREA'].includes(on)) add(`link "${words}" leads to ${on}`);
  }
  if (step.kept !== undefined) {
    const values = await page.locator('main form :is(input, textarea)').evaluateAll((all) => all.map((e) => e.value));
    if (!values.includes(step.kept)) add(`"${step.kept.slice(0, 40)}" was not kept`);
  }
  for (const value of [step.bad.q_many, step.bad.q_worse].flat().filter(Boolean))
    if ((await page.locator(`main form [type=checkbox][value="${value}"]:checked`).count()) === 0) add(`tick ${value} was not kept`);
}
