# SPDX-License-Identifier: GPL-3.0-or-later
"""The package as a wheel: built, repaired so that it brings its libraries, installed where nothing else is, and used."""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import extras

extras.use("mesonpy", "auditwheel", "jinja2", "openpyxl")
EXAMPLES = extras.ROOT / "questionnaires" / "examples"
CULTURE = os.environ.get("CULTURE", str(extras.ROOT / "build" / "culture"))

SCORE = """
import json, pathlib, sys
import libculture
document = libculture.score([sys.argv[1]], register=sys.argv[2]).to_dict()
mapped = sorted({line.split(" ", 5)[-1].strip() for line in open("/proc/self/maps") if ".so" in line})
print(json.dumps({"document": document, "mapped": mapped, "package": libculture.__file__,
                  "typed": pathlib.Path(libculture.__file__).with_name("py.typed").exists()}))
"""


def run(*words, **more):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **more)
    if done.returncode:
        raise AssertionError(f"{' '.join(map(str, words))} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Wheel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        base = pathlib.Path(cls.folder.name)
        scripts = str(pathlib.Path(sys.executable).parent)
        cls.environment = {k: v for k, v in os.environ.items() if k not in ("LIBCULTURE", "CULTURE", "PYTHONPATH")}
        path = {**cls.environment, "PATH": scripts + os.pathsep + os.environ["PATH"]}
        run(sys.executable, "-m", "pip", "wheel", extras.ROOT, "--no-deps", "--no-build-isolation", "--no-index", "-w",
            base / "built", env=path)
        [cls.built] = (base / "built").iterdir()
        run(sys.executable, "-m", "auditwheel", "repair", cls.built, "-w", base / "repaired", env=path)
        [cls.wheel] = (base / "repaired").iterdir()
        cls.venv = base / "venv"
        run(sys.executable, "-m", "venv", cls.venv)
        run(cls.venv / "bin" / "pip", "install", "--no-index", "--no-deps", cls.wheel, env=cls.environment)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_one_wheel_for_every_python_of_a_platform(self):
        name, version, python, abi, platform = self.built.stem.split("-")
        self.assertEqual((name, python, abi), ("libculture", "py3", "none"))
        self.assertRegex(platform, r"^linux_\w+$")
        self.assertRegex(self.wheel.stem, r"^libculture-[\d.]+-py3-none-manylinux_\d+_\d+_\w+$")
        print(f"{self.wheel.name}: {self.wheel.stat().st_size / 1e6:.1f} MB", file=sys.stderr)

    def test_brings_its_libraries_and_scores_as_the_command(self):
        register = EXAMPLES / "register.csv"
        told = json.loads(run(self.venv / "bin" / "python", "-I", "-c", SCORE, EXAMPLES, register, cwd=self.folder.name,
                              env=self.environment))
        self.assertTrue(told["typed"])
        self.assertIn(str(self.venv), told["package"])
        for library in ("libculture.so", "libgsl-", "libgslcblas-", "libyaml-", "libutf8proc-", "libnettle-"):
            [used] = [path for path in told["mapped"] if pathlib.Path(path).name.startswith(library)]
            self.assertIn(str(self.venv), used)
        spoken = run(CULTURE, "score", EXAMPLES, "--organisations", register, "-f", "json")
        self.assertEqual(told["document"], json.loads(spoken))

    def test_the_command_is_there_too(self):
        words = ["score", EXAMPLES, "--organisations", EXAMPLES / "register.csv"]
        expected = run(CULTURE, *words)
        self.assertEqual(run(self.venv / "bin" / "culture", *words, env=self.environment), expected)
        self.assertEqual(run(self.venv / "bin" / "python", "-m", "libculture", *words, env=self.environment), expected)

    def test_reports_and_workbooks_need_no_activated_environment(self):
        """The extras are those of this Python, by a .pth file; the command finds the environment that it lies in."""
        import jinja2
        import openpyxl

        [packages] = (self.venv / "lib").glob("python*/site-packages")
        (packages / "extras.pth").write_text(str(pathlib.Path(jinja2.__file__).parents[1]))
        self.addCleanup((packages / "extras.pth").unlink)
        book, page = pathlib.Path(self.folder.name) / "techniek-noord.xlsx", pathlib.Path(self.folder.name) / "report.html"
        sheets = openpyxl.Workbook()
        for row in csv.reader((EXAMPLES / "techniek-noord.csv").read_text("utf-8-sig").splitlines(), delimiter=";"):
            sheets.active.append(row)
        sheets.save(book)
        culture = self.venv / "bin" / "culture"
        bare = {**self.environment, "PATH": "/usr/bin:/bin"}
        run(culture, "report", book, "-o", page, "--language", "nl", env=bare)
        self.assertIn("<html lang=\"nl\">", page.read_text("utf-8"))
        spoken = [run(culture, "score", file, "-f", "csv", env=bare) for file in (book, EXAMPLES / "techniek-noord.csv")]
        self.assertEqual(spoken[0], spoken[1])


if __name__ == "__main__":
    unittest.main()
