"""Two clerks key the same forms through the pages, each with slips of their own; a third person settles what differs.

usage: two_clerks.py PORT SURVEY CODEBOOK.csv TRUTH.csv LINKS SLIPS EXPECTED.csv

LINKS is a file with a line `name secret` for clerk-a, clerk-b, third and boss (their one-time links). Writes to EXPECTED.csv what
the export must hold. Every differing field must be listed for the third person, and no agreed one.
"""
import collections
import csv
import random
import re
import sys
import urllib.parse

from staff_client import Browser

PASSWORD = "nine lanterns over the harbour"
BATCH = "post"
SIGNS = {"-1": "-", "-2": "*", "-3": "/"}
OWN = ["reference", "submitted", "channel", "language", "version"]


class Codes:
    """Entries by the printed rule: a code is the position of an option, padded to the digits that the longest list needs."""

    def __init__(self, path):
        self.items, self.measure, self.routes = collections.OrderedDict(), {}, ""
        for row in csv.DictReader(open(path, encoding="utf-8")):
            measure, name, code = row["measure"], row["variable"], row["code"]
            self.routes += row["route"] + "; "
            item = name.rsplit("_", 1)[0] if measure == "multiple" else name
            if self.is_left_out(name):
                continue
            self.measure[item] = measure
            options = self.items.setdefault(item, [])
            if measure == "multiple":
                options.append(name.rsplit("_", 1)[1])
            elif measure == "single":
                options.append(code)

    def is_left_out(self, name):
        """Is it a code of a text, given later and not keyed?"""
        stem, _, _ = name.rpartition("_code_")
        return self.measure.get(stem) == "text"

    def code(self, item, option):
        options = self.items[item]
        width = 1 if len(options) <= 9 else 2
        return str(options.index(option) + 1).zfill(width)

    def entry(self, item, row):
        """What a clerk types for an item of a true response."""
        if self.measure[item] == "multiple":
            cells = {option: row[f"{item}_{option}"] for option in self.items[item]}
            special = SIGNS.get(next(iter(cells.values())))
            return special or "".join(self.code(item, o) for o, cell in cells.items() if cell == "1")
        cell = row[item]
        if cell == "":
            return ""
        return SIGNS.get(cell) or (cell if self.measure[item] == "text" else self.code(item, cell))


def sign_in(port, name, secret):
    browser = Browser(port)
    page = browser.get("/staff/welcome?link=" + urllib.parse.quote(secret))
    form = next(f for f in page.forms if any("password" in n for n, _ in f["fields"]))
    page = browser.send(page, form, {n: PASSWORD for n, _ in form["fields"] if "password" in n})
    if "sign-out" not in page.html:
        form = page.form_with("name", "password")
        page = browser.send(page, form, {"name": name, "password": PASSWORD})
    assert "sign-out" in page.html, page.text[:400]
    return browser


def slip_of(codes, item, entry, chance):
    """Another right entry for the same field: one key hit wrong."""
    others = [codes.code(item, option) for option in codes.items[item]]
    return chance.choice([code for code in others if code != entry])


def plan_slips(codes, forms, n, chance):
    """n slips as {(form, item): (clerk, entry)}, no two in one field, half of them each clerk's."""
    slips = {}
    while len(slips) < n:
        f = chance.randrange(len(forms))
        item = chance.choice([i for i in forms[f] if codes.measure[i] != "text" and forms[f][i].isdigit()])
        width = 1 if len(codes.items[item]) <= 9 else 2
        if (f, item) in slips or len(forms[f][item]) != width:
            continue
        slips[f, item] = (len(slips) % 2, slip_of(codes, item, forms[f][item], chance))
    return slips


def key_all(browser, survey, forms, slips, clerk):
    """Key every form in the order of the serials, as they come up."""
    page = browser.get(f"/staff/{survey}/key/{BATCH}")
    serials = []
    for f, truth in enumerate(forms):
        entries = {i: slips[f, i][1] if slips.get((f, i), (None,))[0] == clerk else e for i, e in truth.items()}
        serial = page.path.split("?")[0].rsplit("/", 1)[1]
        page = browser.send(page, page.form_with(*truth), entries, ("form-do", "save"))
        expect(page, f"Form {serial} saved", f"form {f} of clerk {clerk}: {entries}")
        serials.append(serial)
    return serials


def settling_form(page):
    for form in page.forms:
        if any(name.startswith("a-") for name, _ in form["fields"]):
            return form
    raise SystemExit(f"nothing to settle on {page.path} ({page.status}): {page.text[:600]}")


def differences(browser, survey):
    """What is listed for the third person: {(serial, item): (a, b)}."""
    page = browser.get(f"/staff/{survey}/settle")
    listed = {}
    for serial in sorted({link.rsplit("/", 1)[1] for link in page.links if f"/{survey}/settle/" in link}):
        page = browser.get(f"/staff/{survey}/settle/{serial}")
        fields = dict(settling_form(page)["fields"])
        for name in fields:
            if name.startswith("a-"):
                listed[serial, name[2:]] = (fields[name], fields["b-" + name[2:]])
    return listed


def settle(browser, survey, serial, truth):
    """What the paper says, field by field: `truth` is {item: entry}."""
    page = browser.get(f"/staff/{survey}/settle/{serial}")
    form = settling_form(page)
    fields, values = dict(form["fields"]), {}
    for item in [name[2:] for name in fields if name.startswith("a-")]:
        choice = "a" if fields["a-" + item] == truth[item] else "b" if fields["b-" + item] == truth[item] else "other"
        values["is-" + item] = choice
        if choice == "other":
            values["entry-" + item] = truth[item]
            values["reason-" + item] = "both hit a wrong key"
    expect(browser.send(page, form, values), "settled", f"settling {serial}")


def expect(page, words, when):
    if page.status != 200 or words not in page.text:
        raise SystemExit(f"{when}: '{words}' is not on {page.path} ({page.status}): {page.text[:1500]}")


def main():
    port, survey = int(sys.argv[1]), sys.argv[2]
    codes, chance = Codes(sys.argv[3]), random.Random(7)
    rows = list(csv.DictReader(open(sys.argv[4], encoding="utf-8")))
    links = dict(line.split() for line in open(sys.argv[5], encoding="utf-8"))
    for row in rows:
        row.update({name: "" for name in row if codes.is_left_out(name)})
    # Some fields that cannot be read, and some with several ticks where one was asked.
    # (Of questions that lead nowhere: what follows would no longer be asked.)
    singles = [i for i, m in codes.measure.items() if m == "single" and f"question {i[1:].lstrip('0')}" not in codes.routes]
    for f in chance.sample(range(len(rows)), len(rows) // 20):
        item = chance.choice(singles)
        if rows[f][item] not in ("", "-1"):
            rows[f][item] = chance.choice(["-2", "-3"])
    forms = [{item: codes.entry(item, row) for item in codes.items} for row in rows]
    slips = plan_slips(codes, forms, int(sys.argv[6]), chance)

    boss = sign_in(port, "boss", links["boss"])
    page = boss.get(f"/staff/{survey}/rules")
    everything = {"first_forms": str(len(forms)), "reason": "the whole batch is keyed twice"}
    expect(boss.send(page, page.form_with("first_forms"), everything), "rules are changed", "rules")
    page = boss.get(f"/staff/{survey}/batches")
    page = boss.send(page, page.form_with("batch", "count"), {"batch": BATCH, "count": str(len(forms))})
    expect(page, "received", "receipt")

    serials = key_all(sign_in(port, "clerk-a", links["clerk-a"]), survey, forms, slips, 0)
    again = key_all(sign_in(port, "clerk-b", links["clerk-b"]), survey, forms, slips, 1)
    assert serials == again, "the second clerk got other forms"

    third = sign_in(port, "third", links["third"])
    listed = differences(third, survey)
    seeded = {(serials[f], item) for f, item in slips}
    missed, agreed = seeded - set(listed), set(listed) - seeded
    print(f"{len(forms)} forms, {2 * sum(len(f) for f in forms)} fields keyed, {len(seeded)} slips seeded,"
          f" {len(listed)} differences listed, {len(missed)} missed, {len(agreed)} listed that agree")
    if missed or agreed:
        raise SystemExit(f"missed: {sorted(missed)[:10]}; agreed: {sorted(agreed)[:10]}")

    page = boss.get(f"/staff/{survey}/batches/{BATCH}/close")
    page = boss.send(page, page.forms[-1], {})
    assert page.status == 409 and "settle" in page.text, (page.status, page.text[:1500])
    for f in sorted({f for f, _ in slips}):
        settle(third, survey, serials[f], forms[f])
    page = boss.get(f"/staff/{survey}/batches/{BATCH}/close")
    expect(boss.send(page, page.forms[-1], {}), "closed", "closing")
    writer = csv.DictWriter(open(sys.argv[7], "w", encoding="utf-8", newline=""),
                            [name for name in rows[0] if name not in OWN], lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    main()
