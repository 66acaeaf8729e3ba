# SPDX-License-Identifier: GPL-3.0-or-later
"""The command against R's packages, number by number, on data that those packages ship (structure by the Python package). peers.R says what each number is;
here it is looked up in the command's JSON. Prints a table of every statistic: numbers compared, largest difference, tolerance.
Skipped, with a line that says why, where R or one of the packages is absent. README.md explains the deviations by choice.

  test_peers.py            compares
  test_peers.py --table    prints the table as Markdown, for README.md"""
import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CULTURE = os.environ.get("CULTURE", str(HERE.parents[1] / "build" / "culture"))
PACKAGES = ("psych", "psychTools", "multilevel", "lavaan", "survey", "lme4")
SETS = ("lq2002", "bfi", "cohesion")
DRIVERS = {"lq2002": ("--drivers", "hostil", "--drivers", "hostil:organisation"), "bfi": ("--drivers", "o"), "cohesion": ()}
SKIPPED = 77

# Relative tolerances; closed forms are held to 1e-11.
CLOSED = 1e-11
TOLERANCES = {
    "omega, model-implied": 1e-6, "omega, observed variance": 1e-5, "one factor, RMSEA": 1e-5, "one factor, CFI": 1e-5,
    "one factor, TLI": 1e-5, "one factor, SRMR": 1e-5, "variance between, REML": 1e-5, "variance within, REML": 1e-5,
    "omega, model-implied, of an organisation": 1e-5, "omega, observed variance, of an organisation": 1e-4,
    "one factor, RMSEA, of an organisation": 1e-5, "one factor, CFI, of an organisation": 1e-5,
    "one factor, TLI, of an organisation": 1e-5, "one factor, SRMR, of an organisation": 1e-5, "ICC by REML": 1e-5,
    "change, Hedges' g, interval": 1e-8,
    "percentile, interval": 1e-8, "percentile of the true mean, both errors": 1e-8, "alpha, Feldt interval": 1e-9, "ICC, p": 1e-8, "its p": 1e-8, "p, Holm": 1e-8,
    "p, Benjamini and Hochberg": 1e-8, "profile, p": 1e-8, "change, p": 1e-8, "change, Mann-Whitney p": 1e-8,
    "mean, raked": 1e-10, "its interval": 1e-9, "profile, Mahalanobis distance": 1e-9, "profile, F": 1e-9,
}


def structure(folder):
    """Of all rows, by the Python package: the command leaves out what would tell of few."""
    sys.path.insert(0, str(HERE.parents[1] / "bindings" / "python"))
    import libculture

    questionnaire = libculture.Questionnaire.open(pathlib.Path(folder) / "questionnaire.yaml")
    counted = libculture.Structure(questionnaire, language_column="gender")
    return counted.add_files(pathlib.Path(folder) / "together.csv", organisation="all").analyse().to_dict()


def absent():
    """What is missing for a comparison; empty when nothing is."""
    if not shutil.which("Rscript"):
        return ["R"]
    code = "; ".join(f'cat(if (requireNamespace("{name}", quietly = TRUE)) "" else "{name} ")' for name in PACKAGES)
    return subprocess.run(["Rscript", "-e", code], capture_output=True, text=True).stdout.split()


def culture(folder, *words):
    done = subprocess.run([CULTURE, *map(str, words)], cwd=folder, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"culture {' '.join(map(str, words))} exited {done.returncode}: {done.stderr}")
    return done.stdout


class Results:
    """The command's documents on one data set, and where a record's number stands in them."""

    def __init__(self, folder, name):
        common = ["-q", "questionnaire.yaml", "-f", "json", "--minimum", 5, "--precision", "full"]
        reference = ["-r", "none"]
        if name == "lq2002":
            culture(folder, "reference", "-q", "questionnaire.yaml", "survey.csv", "-o", "reference.yaml", "--minimum", 5, "--precision", "full",
                    "--kind", "observed", "--year", 2002, "--source", name)
            reference = ["-r", "reference.yaml"]
        self.documents = {
            "": json.loads(culture(folder, "score", *common, *reference, *DRIVERS[name], "--organisations", "register.csv", "survey.csv")),
            "change": json.loads(culture(folder, "compare", *common, "before.csv", "after.csv")),
            "matched": json.loads(culture(folder, "compare", *common, "--key", "key", "before.csv", "after.csv")),
        }
        if name != "cohesion":
            # As one organisation and without scores: beside these some of it is withheld, and R counts every row.
            rows = list(csv.reader((pathlib.Path(folder) / "survey.csv").read_text().splitlines()))
            kept = [i for i, name in enumerate(rows[0]) if name != "organisation"]
            with open(pathlib.Path(folder) / "together.csv", "w", newline="") as file:
                csv.writer(file).writerows([row[i] for i in kept] for row in rows)
            self.documents["screen"] = json.loads(culture(folder, "score", *common, "-r", "none", "--screen", "survey.csv"))
            self.documents["structure"] = structure(folder)
        if name == "bfi":
            by = ["--by", "gender"]
            self.documents["post"] = json.loads(
                culture(folder, "score", *common, "-r", "none", *by, "--organisations", "post.csv", "survey.csv"))
            self.documents["rake"] = json.loads(
                culture(folder, "score", *common, "-r", "none", *by, "--by", "age", "--organisations", "rake.csv", "survey.csv"))
        self.rows = {}
        for which, document in self.documents.items():
            for organisation in document["organisations"] if which != "structure" else []:
                self.rows[which, organisation["organisation"]] = organisation

    def walk(self, place):
        """structure/languages.others.man: keys, places in a list, or the name of one in a list."""
        which, _, path = place.partition("/")
        at = self.documents[which]
        for key in path.split("."):
            if isinstance(at, list):
                named = (x for x in at if key in (x.get("id"), x.get("factor"), x.get("language"), x.get("dimension")))
                at = at[int(key)] if key.isdigit() else next(named)
            else:
                at = at[key]
        return at

    def find(self, record):
        if "/" in record["field"]:
            return self.walk(record["field"])
        which, _, field = record["field"].rpartition(":")
        if which == "structure":
            return self.documents[which]["components"]["eigenvalues"][int(record["item"]) - 1]
        at = self.rows[which, record["organisation"]] if record["organisation"] else self.documents[""]["pooled"]
        path = field.split(".")
        if record["dimension"]:
            at = next(x for x in at["dimensions"] if x["id"] == record["dimension"])
        if record["item"]:
            place = self.rows[which, record["organisation"]] if record["organisation"] else self.documents[""]["pooled"]
            at = next(x for x in place["items"] if x["id"] == record["item"])
        for key in path:
            at = at[key]
        return at


def difference_of(field, found, value):
    """Relative; of values below 0.001 the absolute one times 1000, but for probabilities, of which the tails are what counts."""
    if found is None:
        return float("inf")
    name = field.replace(":", ".").replace("/", ".").rpartition(".")[2]
    least = 0 if name == "p" or name.startswith("p_") or name.endswith("_p") or "_p_" in name else 1e-3
    return abs(found - value) / max(least, abs(value)) if found != value else 0


def compare(statistics, name, folder):
    subprocess.run(["Rscript", HERE / "peers.R", name, folder], check=True)
    results = Results(folder, name)
    with open(pathlib.Path(folder) / "records.csv", newline="") as file:
        for record in csv.DictReader(file):
            found, value = results.find(record), float(record["value"])
            place = f"{name} {record['organisation']} {record['dimension']} {record['item']} {record['field']}"
            difference = difference_of(record["field"], found, value)
            entry = statistics.setdefault(record["statistic"], {"peer": record["peer"], "numbers": 0, "largest": 0, "at": ""})
            entry["numbers"] += 1
            if difference > entry["largest"]:
                entry.update(largest=difference, at=f"{place}: {found} against {value!r}")


def allowed(statistic):
    return TOLERANCES.get(statistic, CLOSED)


def row_of(statistic, entry):
    return f"| {statistic} | `{entry['peer']}` | {entry['numbers']} | {entry['largest']:.0e} | {allowed(statistic):.0e} |"


def written():
    """The rows of the table in README.md, by statistic: peer, numbers, largest difference, allowed."""
    rows = {}
    for line in (HERE / "README.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 5 and cells[4][:1].isdigit():
            rows[cells[0]] = (cells[1].strip("`"), int(cells[2]), float(cells[3]), float(cells[4]))
    return rows


def out_of_date(statistic, entry, row):
    """What README.md says wrongly of a statistic; nothing when it is right."""
    if row is None:
        return "is not in README.md"
    peer, numbers, _, tolerance = row # the largest difference depends on the machine: allowed() judges it
    if peer != entry["peer"] or tolerance != allowed(statistic):
        return f"README.md has another peer or tolerance: {row_of(statistic, entry)}"
    if 2 * entry["numbers"] < numbers: # a few more or less depend on where lavaan converges
        return f"README.md has {numbers} numbers, far more"
    return ""


def main():
    if b"__asan" in pathlib.Path(CULTURE).read_bytes():
        print("skipped: built with a sanitizer, which Python cannot load; the ordinary build's numbers are compared")
        return SKIPPED
    missing = absent()
    if missing:
        print(f"skipped: {', '.join(missing)} not installed")
        return SKIPPED
    statistics = {}
    for name in SETS:
        with tempfile.TemporaryDirectory() as folder:
            compare(statistics, name, folder)
    if "--table" in sys.argv:
        for statistic, entry in statistics.items():
            print(row_of(statistic, entry))
        return 0
    failed = 0
    rows = written()
    for statistic, entry in statistics.items():
        good = entry["largest"] <= allowed(statistic)
        stale = out_of_date(statistic, entry, rows.pop(statistic, None))
        failed += bool(not good or stale)
        print(f"{'ok  ' if good else 'FAIL'} {statistic:46} {entry['peer']:26} {entry['numbers']:6} numbers, largest "
              f"{entry['largest']:.1e}, allowed {allowed(statistic):.0e}")
        if not good:
            print("     " + entry["at"])
        if stale:
            print("     " + stale)
    for statistic in rows:
        failed += 1
        print(f"FAIL {statistic}: in README.md, but nothing was compared")
    print(f"{sum(entry['numbers'] for entry in statistics.values())} numbers of {len(statistics)} statistics, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
