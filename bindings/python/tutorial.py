# SPDX-License-Identifier: GPL-3.0-or-later
# %% [markdown]
# # From survey export to report
#
# Run it as a script (`python tutorial.py`) or cell by cell in an editor that knows `# %%`. It needs pandas, pyarrow and Jinja2
# (`pip install 'libculture[pandas,report]'`), and the examples of the repository.

# %%
from __future__ import annotations

import pathlib
import pickle
import tempfile

import pandas

import libculture
from libculture import report

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "questionnaires" / "examples"

# %% [markdown]
# ## What was asked
#
# The questionnaire is part of the library. Each item belongs to a dimension: nine factors, what respondents say is aimed at,
# and where learning stands and should go.

# %%
questionnaire = libculture.Questionnaire.open("nine-factors")
for factor in questionnaire.factors("en"):
    print(f"{factor.id:20} {len(factor.items)} items  {factor.name}")

# %% [markdown]
# ## Exports become a tally
#
# A tally holds counts alone, no answers of persons. Files may be of any survey tool; what is wrong with one is told. A data
# frame goes in the same way, and so does an Excel file.

# %%
tally = libculture.Tally(questionnaire).add_files([EXAMPLES / "onderwijs.csv", EXAMPLES / "techniek-noord.csv"])
for file in tally.files:
    print(pathlib.Path(file.path).name, file.status, file.scored, "respondents", [problem.kind for problem in file.problems])

frame = pandas.read_csv(EXAMPLES / "zorggroep-delta.csv")
frame = frame[frame["role"] != "external"]  # whatever pandas is better at
tally.add(frame, "Zorggroep-Delta")
print(tally)

# %% [markdown]
# Tallies are added up, here as they would come from another machine; in any order the bytes are the same.

# %%
waterland = libculture.Tally(questionnaire).add_files(EXAMPLES / "gemeente-waterland.csv")
arrived = pickle.loads(pickle.dumps(waterland))
assert bytes(arrived) == bytes(waterland)
tally.merge(arrived)

# %% [markdown]
# ## Scores
#
# The register tells how many people work there: intervals are narrower where most of them answered. Groups below ten are
# hidden.

# %%
scores = tally.scores(register=EXAMPLES / "register.csv")
for organisation in scores.organisations:
    print(f"{organisation.name:22} {organisation.respondents:4} of {organisation.headcount}")

# %% [markdown]
# ## Against the 65
#
# The standard reference is simulated, and every output says so.

# %%
assessment = scores.assess(libculture.Reference.standard())
print(assessment.to_table("en")[:600])

# %% [markdown]
# ## A tidy table
#
# One row per organisation and dimension, for plots and further work: the factors of each organisation that lie below the
# middle of the reference, with their intervals.

# %%
table = assessment.to_pandas("en")
factors = table[table["kind"] == "factor"]
low = factors[factors["percentile_high"] < 50]
print(low[["name", "mean", "mean_low", "mean_high", "percentile", "percentile_high"]].round(1).to_string())
assert set(factors.index.get_level_values("dimension")) == {factor.id for factor in questionnaire.factors()}

# %% [markdown]
# ## Files for others

# %%
with tempfile.TemporaryDirectory() as folder:
    (pathlib.Path(folder) / "assessment.json").write_text(assessment.to_json())
    (pathlib.Path(folder) / "assessment.csv").write_text(assessment.to_csv("nl"))
    tally.save(pathlib.Path(folder) / "autumn.tally")
    again = libculture.score(pathlib.Path(folder) / "autumn.tally", register=EXAMPLES / "register.csv")
    assert again.to_dict()["organisations"] == assessment.to_dict()["organisations"]

# %% [markdown]
# ## A report for the board
#
# One HTML file to mail or print, in Dutch or English. `organisation` leaves everything about the others out;
# `comparison=libculture.compare(before, after)` adds what changed. The numbers it was made from are in it.

# %%
with tempfile.TemporaryDirectory() as folder:
    page = pathlib.Path(folder) / "scholengroep-oost.html"
    assessment.report(page, language="nl", organisation="Scholengroep Oost")
    told = report.read(page)["organisations"][0]
    print(f"{page.name}, {page.stat().st_size // 1024} kB: {told['organisation']}, {told['verdict']['evidence']}")
    assert len(told["dimensions"]) == len(assessment.to_dict()["organisations"][0]["dimensions"])

print("done:", len(assessment.scores.organisations), "organisations")
