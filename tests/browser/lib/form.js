// A resident's page as a form: who is asked what, filling it by field names, sending it.

// Names of the fields of the page's form, in order, each once.
export function fieldNames(page) {
  return page
    .locator('main form :is(input, select, textarea)[name]:not([type=hidden])')
    .evaluateAll((all) => [...new Set(all.map((e) => e.name))]);
}

// Put values in: a string, or a list of strings for checkboxes. Fields that are not named stay as they are.
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`main form [name="${name}"]`);
    const kind = await field.first().evaluate((e) => (e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()));
    if (kind === 'radio') await page.locator(`main form [name="${name}"][value="${value}"]`).check();
    else if (kind === 'checkbox') {
      for (const box of await field.all()) await box.setChecked([value].flat().includes(await box.getAttribute('value')));
    } else if (kind === 'select') await field.selectOption(value);
    else await field.fill(value);
  }
}

export const sendButton = (page) => page.locator('main form[method=post] button[type=submit]').last();

// Press the button and wait for the page that comes.
export async function send(page) {
  await Promise.all([page.waitForNavigation(), sendButton(page).click()]);
}

// The last part of the page's address.
export const place = (page) => new URL(page.url()).pathname.split('/').at(-1);
