// A small runner: a suite is a function that names tests; each test is one line of output and can fail on its own.
import { mkdirSync } from 'node:fs';

export async function run(suites, tools, words) {
  const tests = [];
  for (const suite of suites) suite((name, body) => tests.push({ name, body }), tools);
  const chosen = tests.filter((t) => words.length === 0 || words.some((word) => t.name.includes(word)));
  mkdirSync(tools.engine.screenshots, { recursive: true });
  let failed = 0;
  for (const { name, body } of chosen) {
    const began = Date.now();
    try {
      await withDeadline(body(), 420_000);
      console.log(`ok ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed++;
      console.log(`not ok ${name}`);
      console.log(String(error?.stack ?? error).split('\n').slice(0, 60).map((line) => `    ${line}`).join('\n'));
    }
  }
  if (failed) console.log(tools.engine.said(), tools.staff.said());
  console.log(`tests ${chosen.length}, failed ${failed}, skipped 0`);
  return failed;
}

function withDeadline(promise, ms) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Collects what is wrong in many places, so that one run shows all of it.
export class Findings {
  #list = [];
  add(where, what) {
    this.#list.push(`${where}: ${what}`);
  }
  addAll(where, whats) {
    for (const what of whats) this.add(where, what);
  }
  get length() {
    return this.#list.length;
  }
  mustBeNone() {
    if (this.#list.length) throw new Error(`${this.#list.length} findings\n${[...new Set(this.#list)].join('\n')}`);
  }
}
