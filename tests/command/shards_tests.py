# SPDX-License-Identifier: GPL-3.0-or-later
"""What the guide to counting on several machines says: its commands, on split files, beside one run over all."""
import json
import os
import re
import subprocess

from case import CLEAN, CULTURE, ROOT, CommandTest

GUIDE = ROOT / "bindings" / "guides" / "shards.md"


class Shards(CommandTest):
    def run_guide(self):
        """The commands of the guide, in its order, by a shell that knows culture."""
        blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
        self.assertEqual(len(blocks), 3)
        environment = {**CLEAN, "PATH": f"{os.path.dirname(CULTURE)}:{os.environ['PATH']}"}
        for block in blocks:
            done = subprocess.run(["sh", "-euc", block], cwd=self.folder, env=environment, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), block)

    def split(self):
        """A survey as one machine would have it, and in three shards, between rows that belong together."""
        subprocess.run([CULTURE, "simulate", "-o", self.folder / "whole", "--organisations", "5", "--respondents", "30-50",
                        "--seed", "8", "--single-file", "--quiet"], check=True)
        (self.folder / "whole" / "register.csv").rename(self.folder / "register.csv")
        heading, *rows = (self.folder / "whole" / "survey.csv").read_text().splitlines(keepends=True)
        for number, part in enumerate((rows[:3], rows[3:140], rows[140:]), 1):
            shard = self.folder / f"shard-{number}"
            shard.mkdir()
            (shard / "one.csv").write_text(heading + "".join(part[0::2]))
            if part[1::2]:
                (shard / "two.csv").write_text(heading + "".join(part[1::2]))
        (self.folder / "late.csv").write_text(heading + "".join(rows[::9]))

    def test_the_guide(self):
        self.split()
        self.run_guide()
        for words, name in ((["whole"], "all"), (["whole", "late.csv"], "newer")):
            subprocess.run([CULTURE, "tally", *words, "-o", "one.tally", "--quiet"], cwd=self.folder, check=True)
            expected = (self.folder / "one.tally").read_bytes()
            self.assertEqual((self.folder / f"{name}.tally").read_bytes(), expected, name)
        self.assertEqual((self.folder / "again.tally").read_bytes(), (self.folder / "all.tally").read_bytes())
        self.assertNotEqual((self.folder / "newer.tally").read_bytes(), (self.folder / "all.tally").read_bytes())
        whole = subprocess.run([CULTURE, "score", "whole", "--organisations", "register.csv", "-f", "json", "--quiet"], cwd=self.folder,
                               check=True, capture_output=True, text=True, env=CLEAN).stdout
        documents = [json.loads(whole), json.loads((self.folder / "results.json").read_text())]
        for document in documents:
            self.assertEqual(len(document.pop("files")), 1)
        self.assertEqual(documents[0], documents[1])
