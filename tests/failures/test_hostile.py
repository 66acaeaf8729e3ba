# SPDX-License-Identifier: GPL-3.0-or-later
"""Files made to do harm: they may be refused, or read and reported, but never crash the command, make it hang or fill the
memory. Each is some megabytes at most, and read in well under a second; what took quadratic time took minutes."""
import csv
import os
import pathlib
import resource
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(os.environ.get("CULTURE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
CULTURE = os.environ.get("CULTURE", str(ROOT / "build" / "culture"))
SANITIZED = b"__asan" in pathlib.Path(CULTURE).read_bytes()
SECONDS = 20          # of processor time, so that a busy machine does not matter
MEGABYTES = 512       # a sanitizer reserves terabytes of addresses: there only time is limited
YAML = """questionnaire: small
scales: {s: {points: {1: never, 2: seldom, 3: often}}}
factors: [{id: f, items: [{id: a1, scale: s, text: one}, {id: a2, scale: s, text: two}]}]
"""


def limited():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))


class Hostile(unittest.TestCase):
    def setUp(self):
        self.box = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.box.name) / "inside"
        self.folder.mkdir()
        (self.folder / "q.yaml").write_text(YAML)

    def tearDown(self):
        self.box.cleanup()

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def culture(self, *words, codes):
        done = subprocess.run([CULTURE, *map(str, words)], capture_output=True, preexec_fn=limited, timeout=600)
        errors = done.stderr.decode()
        self.assertIn(done.returncode, codes, errors[-2000:])
        out = done.stdout.decode()
        for stream in (errors, out):
            self.assertEqual([c for c in stream if ord(c) < 32 and c != "\n" or 0x7F <= ord(c) < 0xA0], [])
        if "json" not in words and "csv" not in words:  # what a terminal shows also runs from left to right
            self.assertNotIn("\u202e", out + errors)
        return out, errors

    def refused(self, content, message):
        for name in ("hostile.yaml", "again.yaml"):
            out, errors = self.culture("check", self.write(name, content), codes=(1, 3))
            self.assertIn(message, out + errors)
            content = "reference: r\nkind: observed\n" + content  # the other file that is YAML

    def score(self, content, *words, codes=(0, 1, 3)):
        path = self.write("hostile.csv", content)
        return self.culture("score", "-q", self.folder / "q.yaml", path, *words, codes=codes)

    def test_billion_laughs(self):
        lines = ['a: &a ["lol", "lol"]'] + [f"{b}: &{b} [*{a}, *{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi")]
        self.refused("\n".join(lines) + "\n", "anchors (&name) are not allowed")
        self.refused("a: *b\n", "aliases (*name) are not allowed")
        self.refused("a: {<<: {b: c}, d: !!python/object:os.system x}\n", "not allowed")

    def test_deep_nesting(self):
        for opening in ("[", "{", "[{", "- ", "? ", "[a, ", "{a: ", "- - ", "[\n", "[ # ]\n"):
            self.culture("check", self.write("deep.yaml", "a: " + opening * (900000 // len(opening))), codes=(1, 3))
        self.refused("a: " + "[" * 100000, "nested more than 32 deep")
        self.refused("a: " + "[" * 100000 + "]" * 100000, "nested more than 32 deep")

    def test_repeated_fragments_of_yaml(self):
        for piece in ("a: b\n", "a\n", "\n- - ", "---\n? ", "aa:\n ", '"\\x41', "'", "# ", "\n#", "\t", "%YAML 1.1\n", "...\n",
                      "| ", "a: |\n ", "&a ", "*a ", "!a ", "- a\n", "a: - ", "\u00e9", ", ", ": ", "\r", "&a\n? "):
            self.culture("check", self.write("long.yaml", (piece * 1000000)[:1000000]), codes=(1, 3))

    def test_huge_numbers(self):
        for number in ("9" * 1000, "1e999", "-1e999", "0x7fffffffffffffff", "nan", ".inf", "1" + "0" * 100000):
            for text in (YAML.replace("1: never", f"{number}: never"), YAML + f"practised: {{score: {number}}}\n",
                         YAML.replace("small", "small\nmissing_rule: " + number, 1)):
                self.culture("check", self.write("number.yaml", text), codes=(1, 3))
            self.score(f"a1,a2\n{number},1\n")
            register = self.write("register.csv", f"organisation,headcount\nhostile,{number}\n")
            self.culture("check", register, codes=(0, 1, 3))

    def test_columns(self):
        million = ",".join("h%d" % i for i in range(1000000))
        self.assertIn("more than 10000 columns", self.score("a1," + million + "\n1\n", codes=(3,))[1])
        self.assertIn("more than 10000 columns", self.score("a1,a2\n" + "," * 1000000 + "\n", codes=(3,))[1])
        self.culture("check", self.write("register.csv", "organisation,headcount," + million + "\n"), codes=(1, 3))

    def test_short_rows_under_a_wide_header(self):
        self.score("a1" + "," * 9000 + "\n" + "1\n" * 300000)
        self.score("a1," + ",".join("h%d" % i for i in range(9000)) + "\n" + "1\n" * 300000)

    def test_headings_that_repeat(self):
        self.score("a1,a2," + ",".join(["a1"] * 9990) + "\n" + "x,x\n" * 100000)
        self.score(",".join(["group/a1"] * 9990) + "\n" + "1\n" * 100000)

    def test_fields(self):
        self.score("a1\n" + "x" * 1000000 + "\n1\n")
        self.score('a1\n"' + '""' * 400000 + '"\n1\n')
        self.assertIn("a cell of more than 1048576 bytes", self.score("a1\n" + "x" * 2000000 + "\n", codes=(3,))[1])
        self.assertIn("never closed", self.score('a1\n"' + "x\n" * 500000, codes=(3,))[1])
        self.score("a1\n" + '"a\n' * 500000)
        self.score("a1\n" + "".join("x%d\n" % i for i in range(100000)))

    def test_marks_on_one_letter(self):
        pile = "e" + "\u0323\u0301" * 200000
        self.score(pile + ",a1\n1,1\n")
        self.score("a1\n" + pile + "\n1\n")
        self.score("organisation,a1\n" + pile[:90] + ",1\n" + "e\u0301,2\n")
        self.culture("check", self.write("marks.yaml", YAML.replace("never", pile)), codes=(0, 1, 3))

    def test_bytes_that_are_no_text(self):
        for content in (b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfea", b"\xfe\xff\x00", b"\x00" * 100000, b"a1\n\x00\n",
                        b"a1\n\xff\xff\n", b"\xef\xbb\xbfa1\n\xc3\n", "a1\n1\n".encode("utf-16")[:-1], b"\xff\xfe\x00\xd8" * 9,
                        bytes(range(256)) * 400, b"\r" * 1000000, b"\n" * 1000000, b"CULTALLY" + b"\xff" * 300):
            self.score(content)
            self.culture("check", self.folder / "hostile.csv", codes=(0, 1, 3))

    def test_organisations_without_end(self):
        """A row each: the counts of a tally are capped, and so is its file's claim of how many there are."""
        rows = "".join("o%d,1\n" % i for i in range(20000))
        self.score("organisation,a1\n" + rows)
        tally = self.folder / "t.tally"
        survey = self.write("hostile.csv", "a1\n1\n")
        self.culture("tally", "-q", self.folder / "q.yaml", survey, "-o", tally, codes=(0,))
        whole = bytearray(tally.read_bytes())
        whole[168:176] = b"\xff" * 8
        self.culture("score", "-q", self.folder / "q.yaml", self.write("lying.tally", bytes(whole)), codes=(3,))

    def test_names_that_are_paths(self):
        """Organisations and files named like places elsewhere: nothing is written there, and no escape reaches a terminal."""
        names = ["../../x", "/etc/passwd", "..", "CON", "a/b", "a\\b", "\x1b]0;title\x07", "\x1b[2J", "\u202egnp.exe", "-rf", "~", "x" * 200]
        rows = "".join(f'"{name}",{1 + i % 3},2\n' for name in names for i in range(12))
        for form in ("table", "json", "csv"):
            self.score("organisation,a1,a2\n" + rows, "-f", form, codes=(0,))
        out = self.folder / "lavaan"
        self.culture("structure", "-q", self.folder / "q.yaml", self.folder / "hostile.csv", "--export", out, codes=(0, 1, 3))
        self.assertEqual(os.listdir(self.folder.parent), ["inside"])
        for name in ("\x1b[31m.csv", "-x.csv", "\u202evsc.csv", "a\nb.csv"):
            self.culture("score", "-q", self.folder / "q.yaml", self.write(name, "nothing\n1\n"), codes=(3,))

    def test_formulas_in_names_and_labels(self):
        """No text cell of the CSV output begins as a formula does; those of numbers may."""
        names = ["=cmd|'/c calc'!A1", "+1", "-1+1", "@SUM(1)", "\t=1", "\uff1d1", "'=1"]
        rows = "".join(f'"{name}",{1 + i % 3},2\n' for name in names for i in range(12))
        questionnaire = self.write("formula.yaml", YAML.replace("{id: f,", "{id: f, name: '=1+1',").replace("text: one", "text: '@SUM(1)'"))
        survey = self.write("hostile.csv", "organisation,a1,a2\n" + rows)
        out, _ = self.culture("score", "-q", questionnaire, survey, "-f", "csv", codes=(0,))
        sheet, _ = self.culture("show", questionnaire, "--as", "csv", codes=(0,))
        texts = [row[0] for row in csv.reader(out.splitlines())] + [c for row in csv.reader(sheet.splitlines()) for c in row]
        self.assertEqual([text for text in texts if text[:1] in tuple("=+-@\t\uff1d")], [])
        self.assertTrue(any(text.startswith("'=cmd") for text in texts))


if __name__ == "__main__":
    unittest.main()
