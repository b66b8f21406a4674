"""Compare our tables with R's: compare.py EXPECTED_DIR TABLES_DIR. One line for each difference; exit 1 when there is any."""
import csv
import glob
import os
import sys

expected_dir, tables_dir = sys.argv[1:3]
differences = 0
compared = 0


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def differ(what, ours, theirs):
    global differences
    differences += 1
    print(f"{what}: ours {ours}, R's {theirs}")


def same_count(what, ours, theirs):
    global compared
    compared += 1
    if ours != theirs:
        differ(what, ours, theirs)


def near(what, ours, theirs):
    global compared
    compared += 1
    if ours == "" or abs(float(ours) - float(theirs)) > 1e-9:
        differ(what, ours, theirs)


def printed(what, ours, count, theirs, base):
    if int(base) < 50:
        wanted = "[u]"
    elif theirs == "0" and count != "0":
        wanted = "[low]"
    else:
        wanted = theirs + "%"
    same_count(what, ours, wanted)


tables = {}


def table(name):
    if name not in tables:
        tables[name] = rows(os.path.join(tables_dir, "tables", name + ".csv"))
    return tables[name]


def find(name, **cells):
    found = [r for r in table(name) if all(r.get(k, "") == v for k, v in cells.items())]
    if len(found) != 1:
        differ(f"{name} {cells}", f"{len(found)} rows", "1 row")
        return None
    return found[0]


for want in rows(os.path.join(expected_dir, "oneway.csv")):
    what = f"{want['variable']} {want['code']}"
    got = find(want["variable"], variable=want["variable"], code=want["code"], kind="option")
    blank = find(want["variable"], variable=want["variable"], code="blank")
    if got is None or blank is None:
        continue
    same_count(what + " count", got["count"], want["count"])
    same_count(what + " base", got["base"], want["base"])
    same_count(what + " blank", blank["count"], want["missing"])
    same_count(what + " label", got["label"], want["label"])
    near(what + " percent", got["percent"], want["percent"])
    printed(what + " shown", got["shown"], got["count"], want["pct_0dp_halfup"], got["base"])

scales = os.path.join(expected_dir, "scales.csv")
for want in rows(scales) if os.path.exists(scales) else []:
    for ours, theirs in (("mean", "mean"), ("median", "median"), ("sd", "sd")):
        got = find(want["variable"], variable=want["variable"], code=ours, kind="statistic")
        if got is not None:
            near(f"{want['variable']} {ours}", got["value"], want[theirs])
            same_count(f"{want['variable']} n", got["count"], want["n"])

for path in sorted(glob.glob(os.path.join(expected_dir, "crosstab_*.csv"))):
    for want in rows(path):
        row, col = want["row_var"], want["col_var"]
        what = f"{row} {want['row_code']} by {col} {want['col_code']}"
        name = f"{row}.by.{col}"
        got = find(name, code=want["row_code"], kind="option", by=col, by_code=want["col_code"])
        everyone = find(name, code=want["row_code"], kind="option", by=col, by_code="")
        if got is None or everyone is None:
            continue
        same_count(what + " count", got["count"], want["count"])
        same_count(what + " base", got["base"], want["col_total"])
        same_count(what + " row total", everyone["count"], want["row_total"])
        same_count(what + " grand total", everyone["base"], want["grand_total"])
        near(what + " percent", got["percent"], want["col_pct"])

print(f"{compared} figures compared, {differences} differ")
sys.exit(1 if differences or not compared else 0)
