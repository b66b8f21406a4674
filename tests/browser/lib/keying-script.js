// The pure half of the keying script, as the page runs it, and what the built tests say that it must find.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { build, source } from './engine.js';

// `keying` of survey-server/http/keying.js, without a page.
export function loadScript() {
  const context = vm.createContext({});
  vm.runInContext(`${readFileSync(join(source, 'survey-server/http/keying.js'), 'utf8')};this.keying = keying;`, context);
  return context.keying;
}

// What a built test prints as JSON: `forms-keying-test-keying-entries`, `responses-paper-test-keyed`.
export function expectations(test) {
  const printed = execFileSync(join(build, 'tests', test), ['--print'], {
    env: { ...process.env, SOUNDINGS_SOURCE: source, SOUNDINGS_LOCALE: join(build, 'locale') },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(printed);
}
