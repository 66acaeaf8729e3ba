# SPDX-License-Identifier: GPL-3.0-or-later
"""Frames are read many rows at a time where they can be: whatever the kinds of their columns, whatever is wrong in them and
wherever their batches begin, they count as the file with the same cells, and the same is told of them."""
import os
import pathlib
import random
import sys
import tempfile
import unittest

import extras

extras.use("numpy", "pandas", "polars", "pyarrow")
os.environ.setdefault("LIBCULTURE", str(extras.ROOT / "build" / "libculture" / "libculture.so"))
sys.path.insert(0, str(extras.ROOT / "bindings" / "python"))

import numpy  # noqa: E402
import pandas  # noqa: E402
import polars  # noqa: E402
import pyarrow  # noqa: E402

import libculture  # noqa: E402

WORDS = {"1": "Strongly disagree", "2": "Disagree", "3": "Neither agree nor disagree", "4": "Agree", "5": "Strongly agree"}


def answer(draw, wrong):
    at = draw.random()
    return None if at < 0.04 else draw.choice(["0", "7", "-3", "120"]) if at > 1 - wrong else draw.choice("12345")


class QuickFrames(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.questionnaire = libculture.Questionnaire.open()
        cls.items = [item.id for item in cls.questionnaire.items("en")]

    def rows(self, count, wrong, seed, names=("north", "south", "east and west", "n")):
        """Organisations mostly in turns, some of them blank, and people who answered nothing."""
        draw = random.Random(seed)
        rows = []
        for number in range(count):
            name = None if draw.random() < wrong else names[number // 7 % len(names)] if draw.random() < 0.8 else draw.choice(names)
            cells = [answer(draw, wrong) for _ in self.items] if draw.random() > wrong / 2 else [None] * len(self.items)
            rows.append([name, *cells, "a note"])
        return rows

    def table(self, rows):
        """All columns as texts."""
        names = ["organisation", *self.items, "note"]
        return pyarrow.table({name: pyarrow.array([row[i] for row in rows], pyarrow.string()) for i, name in enumerate(names)})

    def as_type(self, table, kind):
        return table.cast(pyarrow.schema([(x.name, kind if x.name in self.items else x.type) for x in table.schema]))

    def variants(self, table):
        numbers = self.as_type(table, pyarrow.int8())
        yield "text", table
        for kind in ("int8", "int16", "int32", "int64", "float32", "float64", "large_string", "string_view"):
            yield kind, self.as_type(numbers if kind.startswith("float") else table, getattr(pyarrow, kind)())
        keyed = {x: numbers[x] if x not in ("organisation",) else numbers[x].dictionary_encode() for x in numbers.column_names}
        yield "keyed organisation", pyarrow.table(keyed)
        yield "keyed numbers", pyarrow.table({x: numbers[x].dictionary_encode() for x in numbers.column_names})
        yield "keyed texts", pyarrow.table({x: table[x].dictionary_encode() for x in table.column_names})
        yield "batches", pyarrow.Table.from_batches(numbers.to_batches(max_chunksize=37))
        yield "later", pyarrow.concat_tables([numbers.slice(0, 3), numbers]).slice(3)
        yield "polars", polars.from_arrow(numbers)
        yield "words of polars", polars.from_arrow(table).with_columns(polars.col(self.items).cast(polars.Categorical))
        frame = numbers.to_pandas()
        yield "pandas", frame
        yield "half of pandas", pandas.concat([frame, frame])[::2].reset_index(drop=True).iloc[:0]
        yield "categories of pandas", table.to_pandas().astype({x: "category" for x in self.items})
        yield "numbers as categories", frame.astype({x: "category" for x in self.items})

    def told(self, tally):
        [file] = tally.files
        return file.rows, file.scored, sorted((x.kind, x.line, x.column, x.count) for x in file.problems)

    def check(self, rows):
        table = self.table(rows)
        path = self.folder / "survey.csv"
        table.to_pandas().to_csv(path, index=False)
        wanted = libculture.Tally(self.questionnaire).add_files(path)
        account = None
        for name, frame in self.variants(table):
            if not len(frame):
                continue
            with self.subTest(name):
                found = libculture.Tally(self.questionnaire).add(frame, name="survey.csv")
                self.assertEqual(bytes(found), bytes(wanted))
                account = account or self.told(found)
                self.assertEqual(self.told(found), account)
                self.assertEqual(account[:2], self.told(wanted)[:2])
                self.assertEqual([x[0] for x in account[2]], [x[0] for x in self.told(wanted)[2]])

    def test_good_rows(self):
        self.check(self.rows(1500, 0, 1))

    def test_rows_with_something_wrong(self):
        self.check(self.rows(700, 0.02, 2))
        self.check(self.rows(5, 0.2, 3))

    def test_words(self):
        rows = [[row[0], *[cell and WORDS[cell] for cell in row[1:-1]], row[-1]] for row in self.rows(600, 0, 4)]
        table = self.table(rows)
        wanted = libculture.Tally(self.questionnaire).add(self.as_type(self.table(self.rows(600, 0, 4)), pyarrow.int8()))
        for frame in (table, table.to_pandas().astype("category"), polars.from_arrow(table)):
            self.assertEqual(bytes(libculture.Tally(self.questionnaire).add(frame)), bytes(wanted))

    def test_a_text_that_is_too_long(self):
        rows = self.rows(300, 0, 5)
        rows[280][-1] = "x" * ((1 << 20) + 1)
        with self.assertRaisesRegex(libculture.errors.LimitExceeded, "281"):
            libculture.Tally(self.questionnaire).add(self.as_type(self.table(rows), pyarrow.int8()))

    def test_every_point_of_a_long_scale(self):
        text = ("questionnaire: wide\nscales:\n  s:\n    points: {" + ", ".join(f"{x}: p{x}" for x in range(0, 11)) + "}\nfactors:\n"
                "  - id: f\n    items:\n      - {id: f_1, scale: s, text: a}\n      - {id: f_2, scale: s, text: b}\n"
                "practised: {score: 60, factors: 1, floor: 40}\n")
        asked = libculture.Questionnaire.read(text.encode())
        points = list(range(11)) * 20
        wanted = libculture.Tally(asked).add_rows([[x, 10 - x] for x in points], "a")
        for kind in ("int8", "float64", "string"):
            frame = pyarrow.table({"f_1": points, "f_2": [10 - x for x in points]}).cast(
                pyarrow.schema([("f_1", getattr(pyarrow, kind)()), ("f_2", getattr(pyarrow, kind)())]))
            self.assertEqual(bytes(libculture.Tally(asked).add(frame, "a")), bytes(wanted))

    def test_long_arrays(self):
        """Longer than what is converted at once; nothing stays of one that is refused halfway."""
        draw = numpy.random.default_rng(1)
        values = draw.integers(1, 6, (20_000, len(self.items))).astype(float)
        values[draw.random(values.shape) < 0.1] = numpy.nan
        names = [f"o{x}" for x in draw.integers(0, 9, 20_000)]
        rows = [[None if x != x else int(x) for x in row] for row in values]
        wanted = bytes(libculture.Tally(self.questionnaire).add_rows(rows, names))
        self.assertEqual(bytes(libculture.Tally(self.questionnaire).add(values, names)), wanted)
        values[-1, -1] = 2.5
        tally = libculture.Tally(self.questionnaire)
        with self.assertRaisesRegex(ValueError, "whole numbers"):
            tally.add(values, names)
        self.assertEqual(tally.respondents, 0)
        with self.assertRaisesRegex(ValueError, "organisations"):
            tally.add(values[:9000], names[:8999])


if __name__ == "__main__":
    unittest.main()
