# SPDX-License-Identifier: GPL-3.0-or-later
"""
What a user of another tool writes for the same numbers: per organisation and factor the respondents who answered at least half,
their mean (0-100) and SD, and alpha on complete rows. Each is run as a process of its own: peers.py TOOL FILE FACTORS ITEMS OUT.

Items are named f1_1 .. fF_I, points 1-5, not reversed, blank when missing.
"""
import csv
import sys


def names(factors, items):
    return [(f"f{f}", [f"f{f}_{i}" for i in range(1, items + 1)]) for f in range(1, factors + 1)]


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


def duckdb(path, factors, items, typed=False):
    import duckdb as library
    source = f"read_csv('{path}')"
    if typed:
        columns = ", ".join(["'organisation': 'VARCHAR'"] + [f"'{c}': 'TINYINT'" for _, cs in names(factors, items) for c in cs])
        source = f"read_csv('{path}', header=true, delim=',', quote='', auto_detect=false, columns={{{columns}}})"
    return flatten(library.sql(duckdb_query(factors, items, source)).fetchall(), factors)


def duckdb_typed(path, factors, items):
    return duckdb(path, factors, items, typed=True)


def polars(path, factors, items):
    import polars as pl
    frame = pl.scan_csv(path)
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


def pandas(path, factors, items):
    import pandas as pd
    frame = pd.read_csv(path)
    group = frame["organisation"]
    for factor, columns in names(factors, items):
        block = frame[columns]
        answered = block.notna().sum(axis=1)
        score = (25 * (block.mean(axis=1) - 1)).where(answered >= (items + 1) // 2)
        scores = score.groupby(group).agg(["count", "mean", "std"])
        whole = block[answered == items]
        variances = whole.groupby(group[whole.index]).var().sum(axis=1)
        alpha = items / (items - 1) * (1 - variances / whole.sum(axis=1).groupby(group[whole.index]).var())
        for organisation, row in scores.iterrows():
            yield organisation, factor, int(row["count"]), row["mean"], row["std"], alpha[organisation]


if __name__ == "__main__":
    tool, path, factors, items, out = sys.argv[1:]
    with open(out, "w", newline="") as file:
        csv.writer(file).writerows(globals()[tool](path, int(factors), int(items)))
