# SPDX-License-Identifier: GPL-3.0-or-later
"""
Counting data frames that are in memory, beside counting the file with the same cells: frames.py QUESTIONNAIRE FILE ROUNDS prints
JSON, a list of seconds for each kind of frame. Only the counting is timed: where a frame came from is not ours. All must give the
same tally, to the last byte.
"""
import json
import sys
import time

import libculture
import numpy
import pandas
import polars
import pyarrow
import pyarrow.csv

WORDS = ("never", "seldom", "sometimes", "often", "always")


def frames(file, items):
    """Kinds of frames with the same cells, and how each is added."""
    texts = pyarrow.csv.ConvertOptions(column_types={**dict.fromkeys(items, pyarrow.int8()), "organisation": pyarrow.string()})
    small = pyarrow.csv.read_csv(file, convert_options=texts).combine_chunks()
    yield "pyarrow, int8", small
    yield "pyarrow, words of a dictionary", pyarrow.table({
        name: small[name].combine_chunks() if name == "organisation" else pyarrow.DictionaryArray.from_arrays(
            pyarrow.compute.subtract(small[name].combine_chunks(), pyarrow.scalar(1, pyarrow.int8())), pyarrow.array(WORDS))
        for name in small.column_names})
    yield "polars, int8", polars.from_arrow(small)
    frame = small.to_pandas()
    yield "pandas, floats with NaN", frame
    yield "pandas, categories of words", frame.assign(**{
        name: pandas.Categorical.from_codes(frame[name].fillna(0).astype("int8") - 1, WORDS) for name in items})
    values = frame[items].to_numpy()
    organisations = frame["organisation"].tolist()
    yield "numpy, floats with NaN", (numpy.ascontiguousarray(values), organisations)
    missing = numpy.where(numpy.isnan(values), -32768, values)
    yield "numpy, int16", (numpy.ascontiguousarray(missing.astype("int16")), organisations)


def main(questionnaire, file, rounds):
    asked = libculture.Questionnaire.open(questionnaire)

    def of_file(threads):
        return libculture.Tally(asked).add_files(file, threads=threads)

    def of_frame(frame):
        return libculture.Tally(asked).add(*frame) if isinstance(frame, tuple) else libculture.Tally(asked).add(frame)

    expected = bytes(of_file(1))
    ways = {"the file, 1 thread": lambda: of_file(1), "the file, 2 threads": lambda: of_file(2)}
    for name, frame in frames(file, [item.id for item in asked.items("en")]):
        ways[name] = lambda frame=frame: of_frame(frame)
    times = {name: [] for name in ways}
    for _ in range(int(rounds)):
        for name, way in ways.items():
            start = time.perf_counter()
            tally = way()
            times[name].append(time.perf_counter() - start)
            if bytes(tally) != expected:
                raise SystemExit(f"{name}: another tally than that of the file")
    print(json.dumps(times))


if __name__ == "__main__":
    main(*sys.argv[1:])
