#!/usr/bin/env python3
"""Adding one thing touches one place: a question type and a kind of chart are added to a copy of the source.

Counts what must be added or changed outside tests/, po/ and docs/, builds the copy, and tries the type out: loaded, shown,
answered, refused with its own sentence, printed, keyed, simulated, imported, exported and counted; and the chart: chosen and
drawn. Then each facet of the type is left out once, and the build must name it. What is added stands in tests/data/adding/.
Usage: tests/forms/adding.py   (in the source, or with SOUNDINGS_SOURCE)
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(os.environ.get("SOUNDINGS_SOURCE", Path(__file__).resolve().parents[2]))
ADDING = SOURCE / "tests/data/adding"
NOT_COUNTED = ("tests/", "po/", "docs/")
MOST = {"share": 9, "dots": 3}
FILES_THAT_NAME_TYPES = 12
# What is left out, and the symbol that the build then misses.
FACETS = {
    "forms/survey/question-share.c": "share_kind",
    "forms/definition/question-share.c": "share_definition",
    "forms/answers/question-share.c": "share_rules",
    "forms/web/question-share.c": "share_page",
    "forms/keying/keying-share.c": "share_keying",
    "forms/paper/paper-share.c": "share_paper",
}


def fail(words):
    sys.exit(f"adding.py: {words}")


def run(*command, **more):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)
    return done.returncode, done.stdout, done.stderr


def must(*command, **more):
    code, out, err = run(*command, **more)
    if code != 0:
        fail(f"{' '.join(map(str, command))} ended with {code}:\n{out[-3000:]}\n{err[-3000:]}")
    return out


def copy_source(to):
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=SOURCE,
                            capture_output=True, check=False)
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else []
    if not any(names):  # not a clone: everything but builds
        shutil.copytree(SOURCE, to, dirs_exist_ok=True, symlinks=True,
                        ignore=shutil.ignore_patterns("build*", ".git", "node_modules", "var"))
        return
    for name in filter(None, names):
        if (SOURCE / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(SOURCE / name, to / name)


def insertions(path):
    """(file, before or after, words of the one line, lines) for each @file of an insert.txt."""
    found = []
    for line in path.read_text().splitlines():
        if line.startswith("@file "):
            found.append([line[6:], None, None, []])
        elif line.startswith(("@before ", "@after ")):
            found[-1][1], found[-1][2] = line[1:].split(" ", 1)
        elif found:
            found[-1][3].append(line)
    return found


def insert(copy, name, where, words, added):
    lines = (copy / name).read_text().splitlines()
    at = [i for i, line in enumerate(lines) if words in line]
    if not at:
        fail(f"{name} has no line with: {words}")
    if len(at) > 1:
        fail(f"{name} has {len(at)} lines with: {words}")
    place = at[0] + (where == "after")
    (copy / name).write_text("\n".join(lines[:place] + added + lines[place:]) + "\n")


def add(copy, thing):
    """Add a thing to the copy. Returns the files that it touched and that are counted."""
    touched = set()
    for name, where, words, added in insertions(ADDING / thing / "insert.txt"):
        insert(copy, name, where, words, added)
        touched.add(name)
    for path in (ADDING / thing).rglob("*.c"):
        name = str(path.relative_to(ADDING / thing))
        shutil.copy2(path, copy / name)
        touched.add(name)
    counted = sorted(name for name in touched if not name.startswith(NOT_COUNTED))
    print(f"{thing}: {len(counted)} files, at most {MOST[thing]}: {' '.join(counted)}")
    if len(counted) > MOST[thing]:
        fail(f"{thing} touches {len(counted)} files; mend the design")
    recipes = (SOURCE / "CONTRIBUTING.md").read_text()
    for name in counted:
        recipe = name.replace("-share.", "-TYPE.").replace("-dots.", "-KIND.")
        if recipe not in recipes:
            fail(f"CONTRIBUTING.md does not name {recipe}, which {thing} needs")
    return counted


def count_files_that_name_types():
    types = re.findall(r"^    row\((\w+),\s*(\w+),", (SOURCE / "forms/survey/question-types.h").read_text(), re.M)
    names = "|".join(f"QUESTION_{name}|row\\({name}" for name, _ in types)
    facets = "|".join(prefix for _, prefix in types)
    elements = "|".join(prefix.replace("_", "-") for _, prefix in types if prefix not in ("number", "date", "text"))
    wanted = re.compile(rf'\b(?:{names})\b|const (?:Question\w+|PaperType|KeyingType) (?:{facets})_(?:kind|definition|rules|page|paper|keying)\b|"(?:{elements})"')
    own = tuple(f"-{prefix.replace('_', '-')}.c" for _, prefix in types)
    found = []
    for top in ("base", "drawing", "forms", "responses", "reports", "survey-server"):
        for path in sorted((SOURCE / top).rglob("*.[ch]")):
            if not path.name.endswith(own) and wanted.search(path.read_text()):
                found.append(str(path.relative_to(SOURCE)))
    print(f"{len(found)} files name a type, at most {FILES_THAT_NAME_TYPES}: {' '.join(found)}")
    if len(found) > FILES_THAT_NAME_TYPES:
        fail("too many files name a type: ask the kind")
    above = [name for name in found if not name.startswith("forms/")]
    if above:
        fail(f"types exist in forms/ alone, but these name one: {' '.join(above)}")


def build(copy, *targets):
    return run("ninja", "-C", copy / "build", *targets)


def expect(words, text, what):
    if words not in text:
        fail(f"{what} lacks: {words}\n{text[:3000]}")


def try_out(copy, work):
    binaries = copy / "build/bin"
    definition = copy / "tests/data/adding/share.xml"
    store = work / "store"
    paper, simulated, exported, chart = (work / name for name in ("paper.pdf", "in.csv", "out.csv", "q02.svg"))
    expect("sharing", must(binaries / "survey-form", "check", definition), "the check")
    expect("q01_3", must(binaries / "survey-form", "codebook", definition), "the code book")
    must(copy / "build/tests/forms-test-share")
    print("loaded, shown, answered, refused with its own sentence, keyed")

    must(binaries / "survey-form", "paper", definition, "-o", paper)
    printed = must("pdftotext", "-layout", paper, "-")
    expect("Share out 50 points in all.", printed, "the paper form")
    simulated.write_text(must(binaries / "survey-response", "simulate", "--survey", definition, "--count", 300,
                              "--seed", 5))
    must(binaries / "survey-response", "import", "--store", store, "--survey", definition, simulated)
    must(binaries / "survey-response", "export", "--store", store, "--survey", "sharing", "-o", exported)
    rows = [line.split(",") for line in exported.read_text().splitlines()]
    first = rows[0].index("q01_1")
    sums = {sum(map(int, row[first:first + 3])) for row in rows[1:] if row[first] != "-1"}
    if sums != {50} or len(rows) != 301:
        fail(f"{len(rows) - 1} responses were exported, with sums {sums}")
    wrong = work / "wrong.csv"
    wrong.write_text("q01_1,q01_2,q01_3,q02,q03\n10,20,30,1,1\n")
    code, _, err = run(binaries / "survey-response", "import", "--store", store, "--survey", definition, wrong)
    if code == 0:
        fail("an import took points that add up to 60")
    expect("the points of q01 add up to 60, not to 50", err, "the refusal of an import")
    print("printed, simulated, imported, exported")

    must(binaries / "survey-report", "tables", "--store", store, "--survey", "sharing", "-o", work / "tables")
    table = "".join(path.read_text() for path in sorted((work / "tables").rglob("q01*.csv")))
    expect("q01_2,mean,", table, "the table")
    must(binaries / "survey-report", "chart", "--store", store, "--survey", "sharing", "--question", "q02", "-o", chart)
    drawn = chart.read_text()
    expect("Dot chart: ", drawn, "the text alternative of the chart")
    expect("Percentage of respondents, a dot each", drawn, "the subtitle of the chart")
    must(binaries / "survey-report", "pack", "--store", store, "--survey", "sharing", "-o", work / "pack")
    pages = " ".join(must("pdftotext", "-raw", work / "pack/pack.pdf", "-").split())
    expect("Percentage of respondents, a dot each, by Which of these do you use most?", pages, "the pack")
    print("counted; the chart is chosen and drawn, of a breakdown too")


def leave_out(copy):
    for name, symbol in FACETS.items():
        kept = (copy / name).read_text()
        (copy / name).unlink()
        code, out, err = build(copy, "forms-test-share", "survey-form")
        if code == 0:
            fail(f"the copy is built without {name}")
        expect(symbol, out + err, f"what is said without {name}")
        (copy / name).write_text(kept)
    print(f"each of {len(FACETS)} facets is missed when it is left out")


def main():
    count_files_that_name_types()
    with tempfile.TemporaryDirectory(prefix="soundings-adding-") as work:
        work = Path(work)
        copy = work / "copy"
        copy_source(copy)
        for thing in MOST:
            add(copy, thing)
        must("cmake", "-S", copy, "-B", copy / "build", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", "-DSOUNDINGS_WERROR=ON",
             "-DCMAKE_C_FLAGS=-O0 -g0")
        code, out, err = build(copy, "survey-form", "survey-response", "survey-report", "forms-test-share", "catalogues")
        if code != 0:
            fail(f"the copy is not built:\n{out[-4000:]}\n{err}")
        os.environ.update(SOUNDINGS_SOURCE=str(copy), SOUNDINGS_BUILD=str(copy / "build"),
                          SOUNDINGS_LOCALE=str(copy / "build/locale"), LC_ALL="C.UTF-8", TZ="UTC")
        try_out(copy, work)
        leave_out(copy)


main()
