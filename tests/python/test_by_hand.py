# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user of pandas, pingouin and scipy would write for part of what libculture.score() gives, and that it gives the
same. The lines between the marks are those that the package's README counts."""
import math
import os
import sys
import unittest

import extras

extras.use("pandas", "pingouin", "scipy", "yaml", "pyarrow")
os.environ.setdefault("LIBCULTURE", str(extras.ROOT / "build" / "libculture" / "libculture.so"))
sys.path.insert(0, str(extras.ROOT / "bindings" / "python"))
SURVEY = extras.ROOT / "questionnaires" / "examples" / "onderwijs.csv"
MODEL = extras.ROOT / "questionnaires" / "nine-factors.yaml"
REFERENCE = extras.ROOT / "questionnaires" / "reference" / "nine-factors.yaml"

import libculture  # noqa: E402


def by_hand():
    # counted from here
    import numpy as np
    import pandas as pd
    import pingouin as pg
    import yaml
    from scipy import stats

    survey = pd.read_csv(SURVEY)
    factors = yaml.safe_load(MODEL.read_text())["factors"]
    sample = yaml.safe_load(REFERENCE.read_text())["organisations"]
    rows = []
    for organisation, answers in survey.groupby("organisation"):
        tests = []
        for factor in factors:
            keyed = {item["id"]: item.get("reverse", False) for item in factor["items"] if "aspect" not in item}
            items = answers[list(keyed)].apply(lambda x, keyed=keyed: 6 - x if keyed[x.name] else x)
            items = items[items.notna().sum(axis=1) >= len(keyed) / 2]
            score = (items.mean(axis=1) - 1) / 4 * 100
            alpha, (low, high) = pg.cronbach_alpha(items.dropna())
            norm = np.array([x["dimensions"][factor["id"]]["mean"] for x in sample])
            t = (score.mean() - norm.mean()) / (norm.std(ddof=1) * np.sqrt(1 + 1 / len(norm)))
            half = stats.t.ppf(0.975, len(score) - 1) * score.sem()
            rows.append([organisation, factor["id"], len(score), score.mean(), score.mean() - half, score.mean() + half,
                         score.std(), alpha, low, high, t, 2 * stats.t.sf(abs(t), len(norm) - 1),
                         100 * stats.t.cdf(t, len(norm) - 1)])
            tests.append(rows[-1][11])
        for row, p in zip(rows[-len(factors):], pg.multicomp(tests, method="holm")[1]):
            row.append(p)
    # to here
    return rows


class ByHand(unittest.TestCase):
    def test_the_same(self):
        frame = libculture.score(SURVEY, precision="full").to_pandas()
        names = ["respondents", "mean", "mean_low", "mean_high", "sd", "alpha", "alpha_low", "alpha_high", "t", "p",
                 "percentile", "p_holm"]
        rows = by_hand()
        self.assertEqual(len(rows), 18)
        for organisation, factor, *values in rows:
            for name, value in zip(names, values):
                found = frame.loc[(organisation, factor), name]
                close = 0.0006 if name in ("alpha_low", "alpha_high") else 1e-9  # pingouin rounds its interval to 3 places
                self.assertTrue(math.isclose(found, value, rel_tol=1e-9, abs_tol=close), (organisation, factor, name, found, value))


if __name__ == "__main__":
    unittest.main()
