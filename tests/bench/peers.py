# SPDX-License-Identifier: GPL-3.0-or-later
"""
What a user of another tool writes for the same numbers: per organisation and factor the respondents who answered at least half,
their mean (0-100) and SD, and alpha on complete rows. Each is run as a process of its own:
peers.py TOOL FORM FACTORS ITEMS OUT FILE...

Items are named f1_1 .. fF_I, points 1-5, not reversed, blank when missing. FORM is "folder" (the file's name is the organisation),
"labels" (words in place of numbers), "quoted" (all cells), "utf16", "sav", or anything else for an ordinary CSV.
"""
import csv
import pathlib
import sys

WORDS = {word: point for point, word in enumerate(("never", "seldom", "sometimes", "often", "always"), 1)}


def names(factors, items):
    return [(f"f{f}", [f"f{f}_{i}" for i in range(1, items + 1)]) for f in range(1, factors + 1)]


def columns_of(factors, items):
    return [column for _, columns in names(factors, items) for column in columns]


def duckdb_query(factors, items, source):
    """One pass over the rows: scores and sums of complete rows first, then grouped."""
    inner, outer = [], []
    for factor, columns in names(factors, items):
        answered = " + ".join(f"({c} is not null)::int" for c in columns)
        total = " + ".join(f"coalesce({c}, 0)" for c in columns)
        inner.append(f"case when {answered} >= {(items + 1) // 2} then 25.0 * (({total}) / ({answered})::double - 1) end as s_{factor}")
        inner.append(" + ".join(columns) + f" as t_{factor}")
        variances = " + ".join(f"var_samp({c}) filter (t_{factor} is not null)" for c in columns)
        outer.append(f"count(s_{factor}), avg(s_{factor}), stddev_samp(s_{factor}), "
                     f"{items} / {items - 1.0} * (1 - ({variances}) / var_samp(t_{factor}))")
    return f"select organisation, {', '.join(outer)} from (select *, {', '.join(inner)} from {source}) group by organisation"


def flatten(rows, factors):
    for row in rows:
        for f in range(factors):
            yield (row[0], f"f{f + 1}", *row[1 + 4 * f:5 + 4 * f])


def duckdb(files, form, factors, items, typed=False):
    import duckdb as library
    listed = "[" + ", ".join(f"'{file}'" for file in files) + "]"
    source = f"read_csv({listed}{', encoding=' + repr('utf-16') if form == 'utf16' else ''})"
    if form == "folder":
        source = f"(select *, parse_filename(filename, true) as organisation from read_csv({listed}, filename=true))"
    if form == "labels":
        words = " ".join(f"when '{word}' then {point}" for word, point in WORDS.items())
        source = "(select organisation, " + ", ".join(f"case {c} {words} end as {c}" for c in columns_of(factors, items)) + f" from {source})"
    if typed:
        columns = ", ".join(["'organisation': 'VARCHAR'"] + [f"'{c}': 'TINYINT'" for c in columns_of(factors, items)])
        source = f"read_csv({listed}, header=true, delim=',', quote='', auto_detect=false, columns={{{columns}}})"
    return flatten(library.sql(duckdb_query(factors, items, source)).fetchall(), factors)


def duckdb_typed(files, form, factors, items):
    return duckdb(files, form, factors, items, typed=True)


def polars(files, form, factors, items):
    import polars as pl
    frame = pl.scan_csv(files, include_file_paths="path" if form == "folder" else None)
    if form == "folder":
        frame = frame.with_columns(pl.col("path").str.extract(r"([^/]*)\.csv$").alias("organisation"))
    if form == "labels":
        frame = frame.with_columns(pl.col(columns_of(factors, items)).replace_strict(WORDS, return_dtype=pl.Int64))
    if form == "quoted":  # what is quoted is taken for text
        frame = frame.with_columns(pl.col(columns_of(factors, items)).cast(pl.Int64, strict=False))
    wanted = []
    for factor, columns in names(factors, items):
        answered = pl.sum_horizontal(pl.col(c).is_not_null() for c in columns)
        score = 25.0 * (pl.sum_horizontal(columns) / answered - 1)
        total = pl.sum_horizontal(columns, ignore_nulls=False)
        frame = frame.with_columns(pl.when(answered >= (items + 1) // 2).then(score).alias(f"s_{factor}"), total.alias(f"t_{factor}"))
        variances = sum(pl.col(c).filter(pl.col(f"t_{factor}").is_not_null()).var() for c in columns)
        wanted += [pl.col(f"s_{factor}").count().alias(f"n_{factor}"), pl.col(f"s_{factor}").mean().alias(f"m_{factor}"),
                   pl.col(f"s_{factor}").std().alias(f"d_{factor}"),
                   (items / (items - 1) * (1 - variances / pl.col(f"t_{factor}").var())).alias(f"a_{factor}")]
    return flatten(frame.group_by("organisation").agg(wanted).collect().rows(), factors)


def pandas_frame(files, form, factors, items):
    import pandas as pd
    if form == "sav":
        import pyreadstat
        return pyreadstat.read_sav(files[0])[0]
    if form == "folder":
        return pd.concat([pd.read_csv(file).assign(organisation=pathlib.Path(file).stem) for file in files])
    frame = pd.read_csv(files[0], encoding="utf-16" if form == "utf16" else None)
    if form == "labels":
        for column in columns_of(factors, items):
            frame[column] = frame[column].map(WORDS)
    return frame


def pandas(files, form, factors, items):
    frame = pandas_frame(files, form, factors, items)
    group = frame["organisation"]
    for factor, columns in names(factors, items):
        block = frame[columns]
        answered = block.notna().sum(axis=1)
        score = (25 * (block.mean(axis=1) - 1)).where(answered >= (items + 1) // 2)
        scores = score.groupby(group).agg(["count", "mean", "std"])
        whole = answered == items
        complete, of = block[whole], group[whole]
        variances = complete.groupby(of).var().sum(axis=1)
        alpha = items / (items - 1) * (1 - variances / complete.sum(axis=1).groupby(of).var())
        for organisation, row in scores.iterrows():
            yield organisation, factor, int(row["count"]), row["mean"], row["std"], alpha.get(organisation)


if __name__ == "__main__":
    tool, form, factors, items, out, *files = sys.argv[1:]
    with open(out, "w", newline="") as file:
        csv.writer(file).writerows(globals()[tool](files, form, int(factors), int(items)))
