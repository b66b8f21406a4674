// Runs the browser tests: node run.js [WORD...] runs those whose name holds one of the words.
// Needs SOUNDINGS_BUILD (a build directory), Debian's /usr/bin/chromium, and `npm ci` done here.
// The last line is `tests N, failed N, skipped N`.
import { run } from './lib/runner.js';
import { startEngine } from './lib/engine.js';
import { launch } from './lib/browser.js';
import canary from './canary.js';
import states from './states.js';
import journey from './journey.js';
import sending from './sending.js';
import accounts from './accounts.js';
import staffPages from './staff.js';
import keying from './keying.js';
import author from './author.js';
import { PEOPLE } from './lib/people.js';

const engine = await startEngine();
const staff = await startEngine({ people: PEOPLE });
const browser = await launch();
let failed = 1;
try {
  failed = await run([canary, accounts, staffPages, keying, author, journey, sending, states], { engine, staff, browser }, process.argv.slice(2));
} finally {
  await browser.close();
  await engine.stop();
  await staff.stop();
}
process.exitCode = failed ? 1 : 0;
