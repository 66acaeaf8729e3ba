# SPDX-License-Identifier: GPL-3.0-or-later
"""A batch that is killed (at every call that reads, writes or opens, and at any moment) leaves its output whole or absent;
with --resume the next one goes on, and its output is byte for byte that of a batch that nobody stopped."""
import base64
import collections
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import unittest

from faults import CULTURE, FaultTest, main, survey

COUNTS = collections.Counter()
FILES = "read,write,open,sync,rename"
TALLY = ["tally", "-q", "../small.yaml", "surveys", "--by", "team", "--resume", "journal", "-o", "out", "--threads", "1"]
SCORE = ["score", "-q", "../small.yaml", "surveys", "--resume", "journal", "-f", "json", "-o", "out"]


def lines_of(journal):
    return journal.read_text().splitlines()[1:]


def told(done):
    """How many files came from the journal, of how many."""
    return tuple(map(int, re.search(rb"journal: (\d+) of (\d+) files? taken", done.stderr).groups()))


class Resume(FaultTest):
    def setUp(self):
        super().setUp()
        self.work = self.home / "work"
        self.fill(self.work)
        self.journal = self.work / "journal"

    def fill(self, folder):
        """Good files, one that fails, and one that tells problems."""
        folder.mkdir(exist_ok=True)
        surveys = folder / "surveys"
        surveys.mkdir()
        for number in range(5):
            (surveys / f"{number}.csv").write_text(survey(f"Organisation {number}", 11 + number, number))
        (surveys / "bad.csv").write_text("x,y\n1,2\n")
        (surveys / "odd.csv").write_text(survey("Odd", 12).replace(",3,", ",many,") + "short,row\r\n")

    def culture(self, words, expect=1, **faults):
        """The bad file gives 1."""
        done = self.run_culture(words, self.work, **faults)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done

    def fresh(self, words):
        """What a batch without journal writes."""
        with tempfile.TemporaryDirectory(dir=self.home) as name:
            folder = pathlib.Path(name)
            shutil.copytree(self.work / "surveys", folder / "surveys")
            index = words.index("--resume")
            self.run_culture(words[:index] + words[index + 2:], folder)
            return (folder / "out").read_bytes()

    def output(self):
        return (self.work / "out").read_bytes()

    def test_the_same_bytes(self):
        for words in (TALLY, SCORE):
            expected = self.fresh(words)
            first = self.culture(words)
            self.assertEqual(told(first), (0, 7))
            self.assertEqual(self.output(), expected)
            (self.work / "out").unlink()
            again = self.culture(words)
            self.assertEqual(told(again), (6, 7))
            self.assertLessEqual(again.blocks, first.blocks, "memory is lost")
            self.assertEqual(self.output(), expected)
            self.journal.unlink()

    def test_what_is_told_is_the_same(self):
        first, second = (self.culture(TALLY).stderr.splitlines() for _ in range(2))
        self.assertEqual([line for line in first if b"journal" not in line], [line for line in second if b"journal" not in line])
        self.assertTrue(any(b"odd.csv" in line for line in second), second)

    def test_files_are_not_read_again(self):
        first = self.culture(TALLY, CALLS="open", AT=0).calls
        self.assertEqual(first - self.culture(TALLY, CALLS="open", AT=0).calls, 2 * 6, "once to read, once to see it did not change")

    def test_the_journal(self):
        """JSON lines: which bytes, read how, and a tally that is the file's own."""
        self.culture(TALLY)
        self.assertEqual(stat.S_IMODE(self.journal.stat().st_mode), 0o600)
        self.assertIn("Personal data", json.loads(self.journal.read_text().splitlines()[0])["note"])
        for text in lines_of(self.journal):
            line = json.loads(text)
            self.assertEqual(line["sha256"], hashlib.sha256((self.work / line["file"]).read_bytes()).hexdigest())
            self.assertEqual(line["check"], hashlib.sha256(text[:text.index('","check')].encode()).hexdigest())
            result = base64.b64decode(line["result"])
            one = self.work / "one.tally"
            self.culture(["tally", "-q", "../small.yaml", line["file"], "--by", "team", "-o", one.name], expect=0)
            self.assertTrue(result.endswith(one.read_bytes()))
        self.assertEqual(sorted(json.loads(text)["file"] for text in lines_of(self.journal)),
                         sorted(f"surveys/{name}.csv" for name in ("0", "1", "2", "3", "4", "odd")))

    def test_a_file_that_changed_is_read_anew(self):
        self.culture(TALLY)
        (self.work / "surveys" / "2.csv").write_text(survey("Organisation 2", 30, 4))
        (self.work / "surveys" / "new.csv").write_text(survey("New", 12, 3))
        (self.work / "surveys" / "0.csv").unlink()
        self.assertEqual(told(self.culture(TALLY)), (4, 7))
        self.assertEqual(self.output(), self.fresh(TALLY))
        self.assertEqual(told(self.culture(TALLY)), (6, 7))

    def test_a_file_with_another_name_is_read_anew(self):
        """The name of a file can name its organisation."""
        self.culture(TALLY)
        (self.work / "surveys" / "2.csv").rename(self.work / "surveys" / "5.csv")
        self.assertEqual(told(self.culture(TALLY)), (5, 7))

    def test_other_settings_read_anew(self):
        self.culture(TALLY)
        for words in (["--by", "key"], ["--invalid", "reject_row"], ["--organisation-column", "key"], ["--organisation", "X"],
                      ["--duration-column", "key"], ["--finished-column", "key"], ["--unfinished", "keep"],
                      ["--key", "key", "--duplicates", "last"]):
            self.assertEqual(told(self.culture([*TALLY, *words])), (0, 7), words)
        labels = self.home / "small.yaml"
        labels.write_text(labels.read_text().replace("never", "not once"))
        self.assertEqual(told(self.culture(TALLY)), (0, 7), "labels decide how answers are read")
        labels.write_text(labels.read_text().replace("not once", "never"))
        self.assertEqual(told(self.culture(TALLY)), (6, 7))

    def test_copies_are_still_refused(self):
        self.culture(TALLY)
        shutil.copy(self.work / "surveys" / "2.csv", self.work / "surveys" / "copy.csv")
        self.assertIn(b"surveys/copy.csv: failed: the same bytes", self.culture(TALLY).stderr)
        self.assertEqual(self.output(), self.fresh(TALLY))

    def test_torn_and_changed_lines_count_as_absent(self):
        self.culture(TALLY)
        expected, whole = self.output(), self.journal.read_bytes()
        starts = [match.end() for match in re.finditer(b"\n", whole)]
        for length in sorted({0, 1, 40, starts[0] - 1, *starts, *(start - 1 for start in starts), *(start + 90 for start in starts[:-1])}):
            self.journal.write_bytes(whole[:length])
            lines = max(0, sum(start <= length for start in starts) - 1)
            self.assertEqual(told(self.culture(TALLY)), (lines, 7), length)
            self.assertEqual(self.output(), expected)
            self.assertEqual(told(self.culture(TALLY)), (6, 7), length)
        chance = random.Random(7)
        for _ in range(60):
            damaged = bytearray(whole)
            damaged[chance.randrange(starts[0], len(whole))] ^= 1 << chance.randrange(7)
            self.journal.write_bytes(damaged)
            self.assertIn(told(self.culture(TALLY))[0], (4, 5))
            self.assertEqual(self.output(), expected)

    def test_lines_that_somebody_made_up(self):
        """With a right check and a wrong result: read anew, and no crash."""
        self.culture(TALLY)
        expected = self.output()
        first, *lines = self.journal.read_text().splitlines()
        chance = random.Random(3)
        for _ in range(60):
            made = [first]
            for text in lines:
                head, result = text[:text.index('","check')].split(',"result":"')
                result = bytearray(base64.b64decode(result))
                for _ in range(chance.randrange(1, 4)):
                    result[chance.randrange(len(result) - 40)] = chance.choice((0, 0x31, 0x39, 0x2D, 0xFF))
                result = base64.b64encode(result[:chance.randrange(len(result))]).decode()[:chance.choice((9999, -1))]
                text = head + ',"result":"' + result
                made.append(text + '","check":"' + hashlib.sha256(text.encode()).hexdigest() + '"}')
            self.journal.write_text("\n".join(made) + "\n")
            self.culture(TALLY)
            self.assertEqual(self.output(), expected)

    def test_only_one_batch_at_a_time(self):
        import fcntl

        self.culture(TALLY)
        with open(self.journal) as journal:
            fcntl.flock(journal, fcntl.LOCK_EX)
            self.assertIn(b"another batch is using the journal", self.culture(TALLY, expect=3).stderr)

    def test_what_is_no_journal_is_left_alone(self):
        for name, content in (("a.csv", survey("A")), ("note", "{}\n")):
            (self.work / name).write_text(content)
            done = self.culture([name if word == "journal" else word for word in TALLY], expect=3)
            self.assertIn(b"no journal", done.stderr)
            self.assertEqual((self.work / name).read_bytes(), content.encode())
        os.mkfifo(self.work / "pipe")
        for name, what in (("pipe", b"plain file"), ("surveys", b"Is a directory"), ("absent/journal", b"No such file")):
            self.assertIn(what, self.culture([name if word == "journal" else word for word in TALLY], expect=3).stderr)

    def test_a_full_disk_stops_the_batch(self):
        """What was written down before stays."""
        done = self.culture(TALLY, expect=3, CALLS="write", AT=4, HOW="fail", ERRNO=28)
        self.assertIn(b"journal: cannot write the journal: No space left on device", done.stderr)
        self.assertFalse((self.work / "out").exists())
        self.assertEqual(told(self.culture(TALLY)), (2, 7))
        self.assertEqual(self.output(), self.fresh(TALLY))

    def test_a_file_that_changes_while_it_is_read_is_not_written_down(self):
        (self.work / "surveys" / "long.csv").write_text(survey("Long", 40000))
        calls = self.culture(TALLY, CALLS="read", AT=0).calls
        self.journal.unlink()
        for at in range(calls - 12, calls, 3):
            surveys = self.work / "surveys"
            (surveys / "long.csv").write_text(survey("Long", 40000))
            self.culture(TALLY, CALLS="read", AT=at, HOW="truncate", expect=1)
            written = {json.loads(text)["file"]: json.loads(text)["sha256"] for text in lines_of(self.journal)}
            self.culture(TALLY)
            self.assertEqual(self.output(), self.fresh(TALLY))
            self.assertEqual(len(written) >= 6, True)
            shutil.rmtree(surveys)
            self.fill(self.work)
            self.journal.unlink()

    def test_withdrawn_rows_are_not_written_down(self):
        self.culture([*TALLY, "--subtract", "surveys/2.csv"])
        self.assertEqual(sum("2.csv" in line for line in lines_of(self.journal)), 1)
        self.assertEqual(told(self.culture([*TALLY, "--subtract", "surveys/2.csv"])), (6, 7))

    def test_not_with_a_screen(self):
        self.assertIn(b"--screen and --resume do not go together", self.culture([*TALLY, "--screen"], expect=2).stderr)

    def knows_unnamed_files(self):
        try:
            os.close(os.open(self.work, os.O_TMPFILE | os.O_WRONLY, 0o600))
        except OSError:
            return False
        return True

    def killed(self, words, expected, litter):
        """After a kill: no half output; then the batch goes on and ends as if nothing had happened."""
        out = self.work / "out"
        if out.exists():
            self.assertEqual(out.read_bytes(), expected)
        left = {path.name for path in self.work.iterdir()} - {"surveys", "journal", "out", ".log"}
        litter |= left
        for name in left:
            self.assertRegex(name, r"^out\.\d+-\d\.part$")
            self.assertTrue(words[0] != "tally" or stat.S_IMODE((self.work / name).stat().st_mode) == 0o600)
            (self.work / name).unlink()
        before = len(lines_of(self.journal)) if self.journal.exists() and self.journal.stat().st_size else 0
        done = self.culture(words)
        self.assertGreaterEqual(told(done)[0], before - 1)
        self.assertEqual(self.output(), expected)
        self.journal.unlink()
        out.unlink()

    def test_killed_at_every_call(self):
        for words, named in ((TALLY, "1"), (SCORE, "")):
            expected, litter = self.fresh(words), set()
            calls = self.culture(words, CALLS=FILES, AT=0, NAMED=named).calls
            self.journal.unlink()
            (self.work / "out").unlink()
            for at in range(1, calls + 1):
                done = self.run_culture(words, self.work, CALLS=FILES, AT=at, HOW="kill", NAMED=named)
                COUNTS["kills"] += done.returncode == -signal.SIGKILL
                self.killed(words, expected, litter)
            # Some kills came while the output was written; it had no name yet, where there can be such files.
            self.assertEqual(len(litter) > 0, bool(named) or not self.knows_unnamed_files())

    def test_killed_twice_and_more(self):
        """Batches that each get a little further: every file is written down once."""
        expected = self.fresh(TALLY)
        for _ in range(200):
            done = self.run_culture(TALLY, self.work, CALLS="write", AT=2, HOW="kill")
            if done.returncode != -signal.SIGKILL:
                break
            COUNTS["kills"] += 1
        self.assertEqual(done.returncode, 1)
        self.assertEqual(self.output(), expected)
        self.assertEqual(len({json.loads(line)["file"] for line in lines_of(self.journal) if line}), 6)

    def test_killed_at_any_moment(self):
        """Several threads, larger files, a kill at a random time."""
        for number in range(12):
            (self.work / "surveys" / f"large-{number}.csv").write_text(survey(f"Large {number}", 3000 + number, number))
        words = ["3" if word == "1" else word for word in TALLY]
        expected, chance = self.fresh(words), random.Random(11)
        start = time.monotonic()
        self.culture(words)
        full = time.monotonic() - start
        self.journal.unlink()
        (self.work / "out").unlink()
        for _ in range(40):
            batch = subprocess.Popen([CULTURE, *words], cwd=self.work, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, full))
            batch.kill()
            COUNTS["kills"] += batch.wait() == -signal.SIGKILL
            self.killed(words, expected, set())


if __name__ == "__main__":
    main(COUNTS)
