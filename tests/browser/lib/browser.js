// Debian's Chromium through playwright-core, and axe and html-validate over its pages.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function launch() {
  return chromium.launch({
    executablePath: process.env.SOUNDINGS_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
}

// A page in a context of its own (no cookies shared). Our content policy forbids injected scripts, so axe needs bypassCSP.
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return page;
}

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

// Undecided results of axe that were looked at: rule, a pattern of the element, and why it is all right.
const AXE_ACCEPTED = [
  { rule: 'color-contrast', element: /^<t[hd][ >]/ }, // a cell that is scrolled out of its table's region at 320 px; decided at 1280
];

// What axe found, and what it could not decide and nobody has listed above.
export async function axeResults(page) {
  await page.evaluate(axeSource);
  const results = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags } }), AXE_TAGS);
  const words = (kind) => (rule) =>
    rule.nodes.map((node) => ({ kind, rule: rule.id, html: node.html, words: `axe ${kind} ${rule.id}: ${node.html.slice(0, 160)} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}` }));
  const undecided = results.incomplete
    .flatMap(words('undecided'))
    .filter((found) => !AXE_ACCEPTED.some((ok) => ok.rule === found.rule && ok.element.test(found.html)));
  return {
    violated: results.violations.map((rule) => rule.id),
    findings: [...results.violations.flatMap(words('violation')), ...undecided].map((found) => found.words),
  };
}

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:a11y', 'html-validate:document'],
  rules: {
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit'] }],
    'heading-level': ['error', { minInitialRank: 'h2' }], // the error summary precedes the h1
    'require-sri': ['error', { target: 'crossorigin' }],
    'no-redundant-role': 'off', // fieldset role=group is for one screen reader
    'long-title': ['error', { maxlength: 160 }], // question, its place, survey, council: names come from definitions
    'doctype-style': ['error', { style: 'lowercase' }],
    'tel-non-breaking': 'off', // phone numbers are written as the definition writes them
    'no-inline-style': 'error',
    'no-implicit-button-type': 'error',
  },
});

// Mistakes of the markup as the server sent it.
export async function markupMistakes(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((result) =>
    result.messages.map((m) => `markup ${m.ruleId}, line ${m.line}: ${m.message} (${(html.split('\n')[m.line - 1] ?? '').slice(Math.max(0, m.column - 40), m.column + 80)})`),
  );
}

// Things that no page of ours holds, whatever the standards allow.
const FORBIDDEN = [
  [/\splaceholder\s*=/i, 'a placeholder'],
  [/<(?:input|select|textarea)\b[^>]*\srequired\b/i, 'required on a control'],
  [/\smaxlength\s*=/i, 'maxlength, which cuts words silently'],
  [/\sautofocus\b/i, 'autofocus'],
  [/\stabindex\s*=\s*"?[1-9]/i, 'a positive tabindex'],
  [/<input\b[^>]*\saria-expanded/i, 'aria-expanded on an input'],
  [/\sstyle\s*=|<style\b/i, 'an inline style'],
  [/<script\b|\son[a-z]+\s*=|javascript:/i, 'a script'],
  [/type\s*=\s*"?(?:number|date)\b/i, 'type=number or type=date'],
  [/https?:\/\/(?!www\.w3\.org\/)[^"'\s<]*\.(?:js|css|woff2?|png|svg)\b/i, 'something from another site'],
];

// A page of staff may load the one script that it needs.
export function forbiddenThings(html, { mayHaveScript = false } = {}) {
  const source = mayHaveScript ? html.replace(/<script defer src="\/assets\/[\w.]+"><\/script>/, '') : html;
  return FORBIDDEN.filter(([pattern]) => pattern.test(source)).map(([pattern, what]) => `holds ${what}: ${pattern.exec(source)[0].trim()}`);
}
