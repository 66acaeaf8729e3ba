# SPDX-License-Identifier: GPL-3.0-or-later
"""Files too large to keep beside the cases of tests/golden/intake/."""
import pathlib
import time

from case import CommandTest

HERE = pathlib.Path(__file__).resolve().parents[1] / "golden" / "intake"
ITEMS = "learn_1,learn_2,learn_3,ask_1,ask_2"
ROWS = "4,2,5,3,4\n5,1,4,4,4\n3,3,3,2,2\n2,4,2,1,2\n4,2,3,3,3\n"


class Large(CommandTest):
    def check(self, text, expect=0):
        path = self.write("north.csv", text)
        start = time.monotonic()
        done = self.culture("check", "-q", HERE / "questionnaire.yaml", path, expect=expect)
        self.assertLess(time.monotonic() - start, 20)
        return done.out

    def test_a_million_columns_are_refused(self):
        out = self.check("x," * 1_000_000 + ITEMS + "\n", expect=3)
        self.assertRegex(out, r"north\.csv:1:20001: more than 10000 columns")

    def test_ten_thousand_columns_are_read(self):
        more = 10_000 - 5
        out = self.check(ITEMS + ",x" * more + "\n" + ROWS.replace("\n", "," * more + "\n"))
        self.assertIn("10000 columns, 5 of 5 items found", out)

    def test_ten_thousand_columns_of_one_item_are_told_once_each(self):
        out = self.check(ITEMS + ",learn_1" * 9_995 + "\n" + ROWS.replace("\n", ",1" * 9_995 + "\n"))
        places = [line.split(":")[2] for line in out.splitlines() if "second column" in line]
        self.assertEqual(places, [str(len(ITEMS) + 2 + 8 * i) for i in range(9_995)])

    def test_a_million_bytes_in_a_cell(self):
        header, row = ITEMS + ",remark\n", "4,2,5,3,4,"
        out = self.check(header + row + '"' + 'é"",\n' * 100_000 + "\"\n" + "4,2,5,3,x,\n")
        self.assertIn("2 rows, 2 kept", out)
        self.assertIn("north.csv:100003:9: 'x' is no answer", out)
        out = self.check(header + row + "x" * (1 << 20) + "y\n", expect=3)
        self.assertRegex(out, r"north\.csv:2:11: a cell of more than 1048576 bytes")

    def test_a_heading_of_a_million_bytes(self):
        self.assertIn("5 of 5 items found", self.check("<b>" * 300_000 + "," + ITEMS + "\n" + ROWS.replace("\n", ",\n")))
        self.assertIn("5 of 5 items found", self.check("a - " * 250_000 + "," + ITEMS + "\n" + ROWS.replace("\n", ",\n")))
