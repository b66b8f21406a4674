"""Keys forms through the pages and tells how long a clerk waits: from sending a form to the next one on the screen.

usage: keying.py PORT SURVEY CODEBOOK.csv TRUTH.csv SECRET LAST   (times of the last LAST forms; SECRET: a boss's one-time link)
"""
import csv
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "tests", "clerks"))
from two_clerks import BATCH, Codes, expect, sign_in  # noqa: E402


def share(times, part):
    return sorted(times)[int(part * (len(times) - 1))] * 1000


def syncs(n):
    """How long the disk takes to make 4 KB durable: what two commits a form cannot go below."""
    times = []
    with tempfile.NamedTemporaryFile(dir=".") as file:
        for _ in range(n):
            began = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began)
    return times


def main():
    port, survey, last = int(sys.argv[1]), sys.argv[2], int(sys.argv[6])
    codes = Codes(sys.argv[3])
    rows = list(csv.DictReader(open(sys.argv[4], encoding="utf-8")))
    forms = [{item: codes.entry(item, row) for item in codes.items} for row in rows]
    boss = sign_in(port, "boss", sys.argv[5])
    page = boss.get(f"/staff/{survey}/rules")
    rules = {"first_forms": "0", "sample_percent": "0", "reason": "a bench"}
    expect(boss.send(page, page.form_with("first_forms"), rules), "rules are changed", "rules")
    page = boss.get(f"/staff/{survey}/batches")
    expect(boss.send(page, page.form_with("batch", "count"), {"batch": BATCH, "count": str(len(forms))}), "received", "receipt")
    page, times = boss.get(f"/staff/{survey}/key/{BATCH}"), []
    for i, form in enumerate(forms):
        began = time.perf_counter()
        page = boss.send(page, page.form_with(*form), dict(form), ("form-do", "save"))
        times.append(time.perf_counter() - began)
        expect(page, "saved", f"form {i}")
        if sys.stderr.isatty() and i % 500 == 0:
            print(f"{i} of {len(forms)} forms", file=sys.stderr)
    times, disk = times[-last:], syncs(last)
    print(f"forms stored {len(forms)}; save to next form: median {share(times, .5):.1f} ms, p95 {share(times, .95):.1f} ms")
    print(f"the disk, two syncs: median {2 * share(disk, .5):.1f} ms, p95 {2 * share(disk, .95):.1f} ms; "
          f"ratio of the medians {share(times, .5) / (2 * share(disk, .5)):.1f}")


if __name__ == "__main__":
    main()
