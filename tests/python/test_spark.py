# SPDX-License-Identifier: GPL-3.0-or-later
"""libculture.spark on a local cluster: a driver and two workers, each with a Java and a Python of its own."""
import contextlib
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import warnings
from unittest import mock

import extras

extras.use("pyspark", "pandas", "pyarrow")
JAVA = pathlib.Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else shutil.which("java")
if not JAVA or subprocess.run([JAVA, "-version"], capture_output=True).returncode:
    print("skipped: Java is not installed; .ci/run installs what this test needs")
    sys.exit(77)

PACKAGE = extras.ROOT / "bindings" / "python"
LIBRARY = os.environ.setdefault("LIBCULTURE", str(extras.ROOT / "build" / "libculture" / "libculture.so"))
CULTURE = os.environ.setdefault("CULTURE", str(extras.ROOT / "build" / "culture"))
EXAMPLES = extras.ROOT / "questionnaires" / "examples"
os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
sys.path.insert(0, str(PACKAGE))
warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")

import libculture  # noqa: E402
import libculture.spark  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402
from pyspark.sql.functions import col, lit, when  # noqa: E402

FOLDER = tempfile.TemporaryDirectory()
SPARK = None


def setUpModule():
    global SPARK
    os.chdir(FOLDER.name)  # Java keeps the folder it was started in
    os.environ["SPARK_WORKER_DIR"] = str(pathlib.Path(FOLDER.name, "work"))
    builder = SparkSession.builder.master("local-cluster[2,1,1024]")
    for name, value in {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.local.dir": FOLDER.name,
                        "spark.sql.warehouse.dir": FOLDER.name, "spark.executor.memory": "512m",
                        # A source tree is not installed; a cluster has the wheel. The guide tells how.
                        "spark.executorEnv.PYTHONPATH": str(PACKAGE), "spark.executorEnv.LIBCULTURE": LIBRARY}.items():
        builder = builder.config(name, value)
    SPARK = builder.getOrCreate()
    SPARK.sparkContext.setLogLevel("OFF")


def tearDownModule():
    SPARK.stop()
    os.chdir(extras.ROOT)
    FOLDER.cleanup()


def simulate(name, *words):
    folder = pathlib.Path(FOLDER.name, name)
    subprocess.run([CULTURE, "simulate", "-o", folder, "--single-file", "--quiet", *words], check=True)
    return folder / "survey.csv", folder / "register.csv"


class Spark(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.survey, cls.register = simulate("survey", "--organisations", "7", "--respondents", "15-60", "--seed", "5")
        cls.questionnaire = libculture.Questionnaire.open()
        cls.items = [item.id for item in cls.questionnaire.items("en")]
        cls.frame = SPARK.read.csv(str(cls.survey), header=True)
        cls.one = libculture.Tally(cls.questionnaire).add_files(cls.survey)

    def same(self, tally, expected=None):
        self.assertEqual(bytes(tally), bytes(expected or self.one))

    def test_the_cluster_is_one(self):
        executors = SPARK.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
        self.assertEqual(len(executors), 3, "a driver and two workers")

    def test_the_bytes_are_those_of_one_machine(self):
        self.same(libculture.spark.tally(self.frame))
        self.same(libculture.spark.tally(self.frame.repartition(13)))
        self.same(libculture.spark.tally(self.frame.repartition(5, "organisation").sortWithinPartitions("learning_1")))

    def test_any_type_of_number(self):
        for kind in ("tinyint", "decimal(3,1)"):
            with self.subTest(kind=kind):
                self.same(libculture.spark.tally(self.frame.withColumns({item: col(item).cast(kind) for item in self.items})))

    def test_tallies_are_added_up_in_steps(self):
        with mock.patch.object(libculture.spark, "FAN_IN", 2), mock.patch.object(libculture.spark, "_tasks", lambda _: 5):
            self.same(libculture.spark.tally(self.frame.repartition(11)))

    def test_options_are_those_of_one_machine(self):
        survey = EXAMPLES / "onderwijs.csv"
        frame = SPARK.read.csv(str(survey), header=True).repartition(3)
        expected = libculture.Tally(self.questionnaire).add_files(survey, by="department")
        self.same(libculture.spark.tally(frame, by="department"), expected)
        frame = frame.drop("organisation")
        expected = libculture.Tally(self.questionnaire).add(frame.toArrow(), "all")
        self.same(libculture.spark.tally(frame, "all"), expected)

    def test_a_mapping_and_a_questionnaire_of_ones_own_go_along(self):
        folder = pathlib.Path(FOLDER.name)
        own, mapping = folder / "own.yaml", folder / "mapping.yaml"
        own.write_text("questionnaire: own\nscales:\n  s:\n    points: {1: no, 2: perhaps, 3: yes}\nfactors:\n  - id: f\n    items:\n"
                       "      - {id: f_1, scale: s, text: a}\n      - {id: f_2, scale: s, text: b}\n"
                       "practised: {score: 60, factors: 1, floor: 40}\n")
        mapping.write_text("mapping: own\nitems: {Question one: f_1, Question two: f_2}\n")
        rows = [("a", "no", "yes"), ("a", "perhaps", None), ("b", "3", "1")] * 5
        frame = SPARK.createDataFrame(rows, "organisation string, `Question one` string, `Question two` string").repartition(3)
        asked = libculture.Questionnaire.open(own)
        expected = libculture.Tally(asked).add_rows([[1, 3], [2, None], [3, 1]] * 5, ["a", "a", "b"] * 5)
        self.same(libculture.spark.tally(frame, questionnaire=own, mapping=mapping), expected)

    def test_the_assessment_is_that_of_one_machine(self):
        expected = libculture.score(self.survey, register=self.register, minimum=12).to_dict()
        found = libculture.spark.score(self.frame.repartition(4), register=self.register, minimum=12)
        self.assertIsInstance(found, libculture.Assessment)
        self.assertEqual({**found.to_dict(), "files": []}, {**expected, "files": []})
        self.assertEqual(found.to_dict()["files"], [])

    def test_answers_that_are_none(self):
        """Counted as on one machine, and told; or refused by the driver when that is wanted."""
        frame = self.frame.repartition(3).withColumn("learning_1", lit("9")).withColumn("learning_2", lit("x"))
        for item in self.items[2:20]:
            frame = frame.withColumn(item, when(col("organisation") == "organisation-01", lit("?")).otherwise(col(item)))
        expected = libculture.Tally(self.questionnaire).add(frame.toArrow(), name="x")
        with self.assertWarnsRegex(UserWarning, "not recognised"):
            self.same(libculture.spark.tally(frame), expected)
        with self.assertRaisesRegex(libculture.errors.AnswersProblem, "is no answer on the scale of learning_"):
            libculture.spark.tally(frame, invalid="fail")

    def test_a_partition_may_hold_nothing(self):
        empty = self.frame.limit(4).withColumns({item: lit(None).cast("string") for item in self.items})
        self.same(libculture.spark.tally(self.frame.coalesce(1).union(empty.coalesce(1))))
        with self.assertRaisesRegex(libculture.errors.AnswersProblem, "not one of the frame's 4 rows"):
            libculture.spark.tally(empty)
        with self.assertRaisesRegex(libculture.errors.AnswersProblem, "no rows"):
            libculture.spark.tally(self.frame.where("false"))

    def test_wrong_use_is_told_before_anything_runs(self):
        refused = libculture.errors.AnswersProblem
        long = SPARK.createDataFrame([("a", "1", "learning_1", "3")], "organisation string, respondent string, item string, answer string")
        for frame, problem, told in ((self.frame.select("organisation"), refused, "item"), (long, refused, "pivot"),
                                     (self.frame.drop("organisation"), refused, "organisation"),
                                     (self.frame.toArrow(), TypeError, "PySpark 4"), ([], TypeError, "list")):
            with self.subTest(told=told), self.assertRaisesRegex(problem, told):
                libculture.spark.tally(frame)
        with self.assertRaises(TypeError):
            libculture.spark.tally(self.frame, key="id")
        with mock.patch.dict(sys.modules, {"pyspark": None, "pyspark.sql": None}):
            with self.assertRaisesRegex(ImportError, r"pip install 'libculture\[spark\]'"):
                libculture.spark.tally(self.frame)

    def test_workers_without_the_package(self):
        program = ("import sys, pyspark.sql; sys.path.insert(0, sys.argv[1]); import libculture.spark\n"
                   "spark = pyspark.sql.SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false').getOrCreate()\n"
                   "libculture.spark.tally(spark.read.csv(sys.argv[2], header=True))\n")
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        done = subprocess.run([sys.executable, "-c", program, str(PACKAGE), str(self.survey)], capture_output=True, text=True,
                              env=environment, cwd=FOLDER.name)
        self.assertIn("ImportError: Spark's workers have no libculture", done.stderr)

    def test_the_guide(self):
        blocks = re.findall(r"```python\n(.*?)```", (extras.ROOT / "bindings" / "guides" / "spark.md").read_text(), re.S)
        self.assertGreater(len(blocks), 1)
        shutil.copy(self.register, "register.csv")
        shutil.copytree(self.survey.parent, "surveys")
        os.remove("surveys/register.csv")
        names = {}
        with contextlib.redirect_stdout(io.StringIO()):
            for block in blocks:
                exec(compile(block, "spark.md", "exec"), names)
        self.same(names["counted"])
        self.assertEqual(names["assessment"].scores.organisations[0].name, "organisation-01")


if __name__ == "__main__":
    unittest.main()
