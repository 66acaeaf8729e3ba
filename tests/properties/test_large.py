# SPDX-License-Identifier: GPL-3.0-or-later
"""A large survey file, read part by part by any number of threads, gives what small files with the same rows give."""
import gzip
import json
import os
import pathlib
import random
import resource
import subprocess
import tempfile
import unittest

CULTURE = os.environ.get("CULTURE", pathlib.Path(__file__).resolve().parents[2] / "build" / "culture")
ITEMS = [f"{factor}_{i}" for factor in ("one", "two", "three") for i in range(1, 9)]
QUESTIONNAIRE = "questionnaire: large\nscales:\n  s:\n    points: {1: a, 2: b, 3: c, 4: d, 5: e}\nfactors:\n" + "".join(
    f"  - id: {factor}\n    items:\n" + "".join(
        f"      - {{id: {item}, scale: s, text: text of {item}}}\n" for item in ITEMS if item.startswith(factor + "_"))
    for factor in ("one", "two", "three")) + "practised: {score: 60, factors: 2, floor: 40}\n"
LARGE = 5 << 20
READS = os.environ.get("CULTURE_READS", "zlib").split()


class LargeFiles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "q.yaml").write_text(QUESTIONNAIRE)
        self.draw = random.Random(7)

    def rows(self, cell=lambda text: text, extra=lambda row: "", bytes_wanted=LARGE):
        """Rows of one large file: organisations in runs and mixed, some cells blank, some rows without answers."""
        rows, size = [], 0
        while size < bytes_wanted:
            values = [self.draw.choice("12345") if self.draw.random() > 0.02 else "" for _ in ITEMS]
            if self.draw.random() < 0.001:
                values = [""] * len(ITEMS)
            name = f"organisation {self.draw.randrange(40) if len(rows) % 30000 < 20000 else len(rows) // 1000}"
            rows.append(",".join(map(cell, [name] + values)) + extra(len(rows)))
            size += len(rows[-1]) + 1
        return rows

    def culture(self, *words, expect=0):
        done = subprocess.run([CULTURE, *map(str, words)], capture_output=True, text=True, timeout=200)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done

    def tally(self, files, threads):
        out = self.folder / "out.tally"
        done = self.culture("tally", "-q", self.folder / "q.yaml", "-o", out, "--threads", threads, *files)
        return out.read_bytes(), done.stderr

    def check(self, header, rows, end="\n", last="\n", encoding="utf-8"):
        large = self.folder / "large.csv"
        large.write_bytes((end.join([header] + rows) + last).encode(encoding))
        self.assertGreater(large.stat().st_size, 4 << 20)
        step = len(rows) // 3 + 1
        pieces = []
        for at in range(0, len(rows), step):
            pieces.append(self.folder / f"piece{at}.csv")
            pieces[-1].write_bytes((end.join([header] + rows[at:at + step]) + end).encode(encoding))
        expected = self.tally(pieces, 1)[0]
        said = set()
        for threads in (1, 2, 3):
            found, text = self.tally([large], threads)
            self.assertEqual(found, expected, threads)
            said.add(text)
        self.assertEqual(len(said), 1, said)
        if "zlib" in READS:
            packed = self.folder / "large.csv.gz"
            packed.write_bytes(gzip.compress(large.read_bytes(), 1))
            self.assertEqual(self.tally([packed], 2)[0], expected, "compressed")
        return said.pop()

    HEADER = ",".join(["organisation"] + ITEMS)

    def test_plain_rows(self):
        self.check(self.HEADER, self.rows())

    def test_windows_line_ends_and_none_at_the_end(self):
        self.check(self.HEADER, self.rows(), end="\r\n", last="")

    def test_quoted_cells_and_line_ends_within(self):
        notes = ['"a\nb,\n"', '"say ""no""\n"', 'x"y"', '"', '']
        def extra(row):
            note = notes[row % 4] if row % 4 != 3 else notes[4]
            return "," + note
        self.check(self.HEADER + ",note", self.rows(cell=lambda text: f'"{text}"', extra=extra))

    def test_quotes_that_only_come_later(self):
        """Where a part ends was chosen before anybody saw that cells are quoted, with line ends within."""
        rows = self.rows(extra=lambda row: ",")
        for row in range(len(rows) // 2, len(rows), 7):
            rows[row] = '"' + rows[row].split(",")[0] + '",' + rows[row].split(",", 1)[1]
            rows[row] += '"' + "a\nb\n" * 40 + '"'
        self.check(self.HEADER + ",note", rows)

    def test_bytes_that_only_come_later(self):
        rows = self.rows(extra=lambda row: ",")
        rows[-50] += "Zo\u00eb"
        rows[-40] = "Zo\u00eb" + rows[-40][rows[-40].index(","):]
        self.check(self.HEADER + ",note", rows)
        self.check(self.HEADER + ",note", rows, encoding="cp1252")

    def test_names_that_are_not_ascii(self):
        rows = self.rows(extra=lambda row: ",Zoë" if row % 5 == 0 else ",x")
        self.check(self.HEADER + ",note", rows)
        self.check(self.HEADER + ",note", rows, encoding="cp1252")

    def test_what_is_wrong_is_told_with_its_place(self):
        rows = self.rows()
        at = len(rows) - 100
        rows[at] = "organisation 3," + "x," * (len(ITEMS) - 1) + "2"
        self.check(self.HEADER, rows)
        done = self.culture("score", "-q", self.folder / "q.yaml", "-f", "json", "--threads", "2", self.folder / "large.csv")
        problems = json.loads(done.stdout)["files"][0]["problems"]
        self.assertEqual([(p["line"], p["kind"]) for p in problems], [(at + 2, "invalid_answer")])

    def test_a_row_that_is_longer_than_a_part(self):
        rows = self.rows(extra=lambda row: "," + ("n" * 900000 if row in (5, 30000) else "x"))
        rows[100] += "y" * 1000
        self.check(self.HEADER + ",note", rows)

    @unittest.skipIf(b"__asan" in pathlib.Path(CULTURE).read_bytes(), "skipped: a sanitizer needs more memory")
    def test_memory_does_not_grow_with_the_file(self):
        """A file of 45 MiB, compressed or not, is read where a program may have 32 MiB of its own, the stack of a second thread included."""
        text = "\n".join([self.HEADER] + self.rows() * 9) + "\n"
        (self.folder / "large.csv").write_text(text)
        (self.folder / "large.csv.gz").write_bytes(gzip.compress(text.encode(), 1))
        limit = lambda: resource.setrlimit(resource.RLIMIT_DATA, (32 << 20, 32 << 20))
        for name in ["large.csv"] + (["large.csv.gz"] if "zlib" in READS else []):
            subprocess.run([CULTURE, "tally", "-q", self.folder / "q.yaml", "-o", self.folder / "m.tally", "--threads", "2",
                            "--quiet", self.folder / name], preexec_fn=limit, check=True)


if __name__ == "__main__":
    unittest.main()
