# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python package as a good guest: exceptions, ownership of handles, threads, and importing."""
import copy
import ctypes
import ctypes.util
import gc
import itertools
import os
import pathlib
import pickle
import shutil
import subprocess
import tempfile
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor

from package import EXAMPLES, LIBRARY, PACKAGE, PAIR, PackageTest, REGISTER, pair, python

import libculture
from libculture import Questionnaire, Reference, Register, Scores, Tally, _native, errors
from libculture import scores as scores_module


class Exceptions(PackageTest):
    """Each status is an exception of its own, which tells where the problem is."""

    def raised(self, kind, function, *arguments, **options):
        with self.assertRaises(errors.CultureError) as caught:
            function(*arguments, **options)
        self.assertIs(type(caught.exception), kind, caught.exception)
        return caught.exception

    def place(self, problem):
        return (problem.path, problem.line, problem.column, problem.where)

    def test_questionnaire(self):
        path = self.write("bad.yaml", PAIR.replace(b"scale: agreement, text: item b1", b"scale: argument, text: item b1"))
        problem = self.raised(errors.QuestionnaireProblem, Questionnaire.open, path)
        self.assertEqual(self.place(problem), (str(path), 17, 25, "factors[1].items[0].scale"))
        self.assertEqual(str(problem), f"{path}:17:25: factors[1].items[0].scale: {problem.message}")
        self.assertIn("argument", problem.message)

    def test_syntax(self):
        problem = self.raised(errors.SyntaxProblem, Questionnaire.read, b"questionnaire: [1\nversion: 2", "x.yaml")
        self.assertEqual(self.place(problem)[:2], ("x.yaml", 2))
        self.assertGreater(problem.column, 0)
        self.raised(errors.SyntaxProblem, Questionnaire.read, b"")
        self.raised(errors.SyntaxProblem, Tally.from_bytes, b"", self.pair)

    def test_files(self):
        absent = self.folder / "absent"
        for function, arguments in ((Questionnaire.open, ()), (Register.open, ()), (Reference.open, (self.pair,)),
                                    (Tally.open, (self.pair,))):
            with self.subTest(function.__qualname__):
                problem = self.raised(errors.FileProblem, function, absent, *arguments)
                self.assertEqual(self.place(problem), (str(absent), 0, 0, ""))
        self.raised(errors.FileProblem, Questionnaire.open, self.folder)
        self.assertIn("nine-factors, nine-factors-short", str(self.raised(errors.FileProblem, Questionnaire.open, "nin-factors")))
        self.raised(errors.FileProblem, self.pair_tally().save, absent / "below.tally")

    @unittest.skipIf(os.geteuid() == 0, "root can read every file")
    def test_unreadable_file(self):
        path = self.write("pair.yaml", PAIR)
        path.chmod(0)
        self.assertEqual(self.raised(errors.FileProblem, Questionnaire.open, path).path, str(path))

    def test_register(self):
        problem = self.raised(errors.RegisterProblem, Register.read, b"organisation,headcount\nnorth,5\nsouth,x\n", "r.csv")
        self.assertEqual(self.place(problem), ("r.csv", 3, 7, "headcount"))
        self.raised(errors.RegisterProblem, Register.read, b"name,headcount\nnorth,5\n")
        self.raised(errors.RegisterProblem, Register.read, b"organisation\nnorth\nNORTH\n")

    def test_reference(self):
        text = Reference.standard().to_yaml().replace("mean: ", "mean: 1", 1)
        path = self.write("r.yaml", text)
        problem = self.raised(errors.ReferenceProblem, Reference.open, path, self.questionnaire)
        self.assertEqual(problem.path, str(path))
        self.assertIn("mean: 1", text.splitlines()[problem.line - 1])
        two = Tally(self.questionnaire).add_files(EXAMPLES / "onderwijs.csv").scores(precision="full")
        self.raised(errors.ReferenceProblem, Reference.build, two, year=2025, source="two")

    def test_mismatch(self):
        other = Tally(self.questionnaire)
        self.raised(errors.Mismatch, self.pair_tally().merge, other)
        self.raised(errors.Mismatch, Tally.from_bytes, bytes(other), self.pair)
        self.raised(errors.Mismatch, self.pair_tally().scores().assess, Reference.standard())
        path = self.write("r.yaml", Reference.standard().to_yaml())
        self.assertEqual(self.raised(errors.Mismatch, Reference.open, path, self.pair).path, str(path))

    def test_limit(self):
        self.raised(errors.LimitExceeded, Questionnaire.read, b"#" * (1 << 20) + b"\n" + PAIR)

    def test_overflow(self):
        """Doubled often enough, a count no longer fits; the tally then is as it was."""
        tally = self.pair_tally()
        with self.assertRaises(errors.CountOverflow):
            for _ in range(70):
                before = bytes(tally)
                tally.merge(Tally.from_bytes(before, self.pair))
        self.assertEqual(bytes(tally), before)
        self.assertGreater(tally.respondents, 2**35)

    def test_cancelled(self):
        self.raised(errors.Cancelled, Tally(self.questionnaire).add_files, EXAMPLES, progress=lambda *_: False)

    def test_not_found(self):
        self.raised(errors.NotFound, Reference.standard, "ten-factors")
        self.raised(errors.NotFound, self.pair_tally().scores().assess().verdict, 0)

    def test_nothing_scored(self):
        broken = self.write("broken.csv", "colour\nred\n")
        problem = self.raised(errors.NothingScored, libculture.score, broken)
        self.assertEqual(problem.path, str(broken))
        self.raised(errors.NothingScored, Tally(self.pair).add_files, [])

    def test_wrong_argument(self):
        problem = self.raised(errors.WrongArgument, Tally(self.pair).add_rows, [[1, 2, 3], [1, 2, 8]], "north")
        self.assertEqual((problem.line, problem.column), (2, 3))
        self.assertIn("8", problem.message)
        self.raised(errors.WrongArgument, self.pair_tally().scores().assess().to_table, "fr")

    def test_every_status_has_its_class(self):
        """Also those that no test can bring about, such as memory that runs out."""
        self.assertEqual(sorted(errors.BY_STATUS), list(range(1, 16)))
        for status, kind in errors.BY_STATUS.items():
            with self.subTest(kind.__name__), self.assertRaises(kind) as caught:
                _native.check(status, _native.Error(status=status, path=b"p", line=3, column=4, where=b"w", message=b"m"))
            problem = caught.exception
            self.assertEqual((problem.status, str(problem)), (status, "p:3:4: w: m"))
            with self.assertRaisesRegex(kind, "^[a-z_]+$"):
                _native.check(status, _native.Error())
        self.assertIsNone(_native.check(0, _native.Error()))


class Ownership(PackageTest):
    """Handles may be dropped in any order and are never used after that."""

    def raw(self):
        """One handle of each kind, owned by nobody: {kind: pointer}."""
        library = _native.library
        made = {}
        made["questionnaire"] = Questionnaire._made(library.culture_questionnaire_read, _native.memory_source(PAIR, None), None)
        made["register"] = Register._made(library.culture_register_read,
                                          _native.memory_source(b"organisation,headcount\nnorth,50\n", None), None)
        made["tally"] = Tally._made(library.culture_tally_new, made["questionnaire"])
        block = _native.Block(rows=20, values=(ctypes.c_int16 * 60)(*[4, 2, 5] * 10 + [3, 2, 4] * 10),
                              organisations=_native.strings(["north"]), organisation_count=1)
        _native.check(library.culture_tally_add_block(made["tally"], block, None), _native.Error())
        options = _native.ScoresOptions(reg=made["register"])
        made["scores"] = Scores._made(library.culture_scores_compute, made["tally"], options)
        made["assessment"] = libculture.Assessment._made(library.culture_assess, made["scores"], None, None)
        return made

    def seen(self, made):
        """What can still be asked of the handles that are left."""
        asked = {
            "questionnaire": lambda pointer: _native.library.culture_questionnaire_title(pointer, b"nl"),
            "register": lambda pointer: _native.library.culture_register_find(pointer, b"NORTH"),
            "tally": lambda pointer: _native.library.culture_tally_respondents(pointer),
            "scores": lambda pointer: scores_module.matrix(_native.library.culture_scores_get, pointer, 1),
            "assessment": lambda pointer: _native.collect(_native.library.culture_write_json, pointer, None),
        }
        return {kind: asked[kind](pointer) for kind, pointer in made.items()}

    def test_freed_in_any_order(self):
        first = self.raw()
        expected = self.seen(first)
        self.assertIn(b'"headcount":50', expected["assessment"].replace(b" ", b""))
        for kind, pointer in first.items():
            getattr(_native.library, f"culture_{kind}_free")(pointer)
        for order in itertools.permutations(expected):
            made = self.raw()
            for kind in order:
                getattr(_native.library, f"culture_{kind}_free")(made.pop(kind))
                self.assertEqual(self.seen(made), {left: expected[left] for left in made}, order)

    def test_results_outlive_what_they_were_made_of(self):
        expected = self.pair_tally().scores().assess().to_json()
        questionnaire = pair()
        tally = Tally(questionnaire).add_rows([[4, 2, 5], [3, 1, 4]] * 10, "north")
        del questionnaire
        scores = tally.scores()
        del tally
        found = scores.assess()
        del scores
        gc.collect()
        self.assertEqual(found.to_json(), expected)
        self.assertEqual(found.scores.questionnaire.id, "pair")

    def test_each_handle_is_freed_once(self):
        freed = []

        class Counted(Questionnaire):
            @staticmethod
            def _free(pointer):
                freed.append(pointer.value)
                _native.library.culture_questionnaire_free(pointer)

        found = Counted.read(PAIR)
        address = found._pointer.value
        self.assertEqual(freed, [])
        del found
        gc.collect()
        self.assertEqual(freed, [address])

    def test_copies_are_refused(self):
        """A copy would hold a handle that its original frees."""
        for kind in (copy.copy, copy.deepcopy, pickle.dumps):
            with self.subTest(kind.__name__), self.assertRaises((TypeError, ValueError)):
                kind(self.pair_tally().scores())
            with self.subTest(kind.__name__), self.assertRaises((TypeError, ValueError)):
                kind(Reference.standard())

    def test_tallies_and_questionnaires_are_pickled(self):
        """As bytes and a file, which make new handles."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "pair.yaml")
            path.write_bytes(PAIR)
            for questionnaire in (self.pair, Questionnaire.open(path), Questionnaire.open("nine-factors")):
                tally = Tally(questionnaire)
                tally.add_rows([[1] * len(questionnaire.items())] * 3, "a")
                for kind in (copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))):
                    other = kind(tally)
                    self.assertEqual(bytes(other), bytes(tally))
                    self.assertEqual(other.questionnaire.fingerprint, questionnaire.fingerprint)
                    self.assertEqual(other.merge(tally).respondents, 6)
                    self.assertEqual(tally.respondents, 3)
            changed = Questionnaire.open(path)
            path.write_bytes(PAIR.replace(b"high: 5", b"high: 4").replace(b"reverse: true", b"reverse: false"))
            with self.assertRaises(errors.Mismatch):
                copy.copy(changed)

    def test_close(self):
        with self.pair_tally() as tally:
            scores = tally.scores()
        for use in (lambda: tally.respondents, lambda: bytes(tally), lambda: tally.merge(tally)):
            with self.assertRaisesRegex(ValueError, "closed"):
                use()
        tally.close()
        self.assertEqual([x.name for x in scores.organisations], ["north"])

    def test_a_null_handle_is_refused(self):
        """Nothing makes one; who makes one by hand gets an exception, and the program goes on."""
        done = python("""
            import ctypes, libculture
            for kind, more in ((libculture.Questionnaire, ()), (libculture.Register, ()), (libculture.Reference, ()),
                               (libculture.Scores, (None,)), (libculture.Assessment, (None, None))):
                for pointer in (None, ctypes.c_void_p()):
                    try:
                        print(kind(pointer, *more))
                    except (TypeError, ValueError) as refused:
                        print("refused", kind.__name__)
            """)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout.split()[1::2], [name for name in
                         "Questionnaire Register Reference Scores Assessment".split() for _ in range(2)])
        self.assertEqual(set(done.stdout.split()[0::2]), {"refused"})

    def test_something_else_than_its_kind_of_handle_is_refused(self):
        """C could not tell one handle from another. In a program of its own, which a wrong one could end."""
        done = python("""
            import sys
            from libculture import Questionnaire, Reference, Scores, Tally
            questionnaire = Questionnaire.open()
            tally, empty = Tally(questionnaire), bytes(Tally(questionnaire))
            calls = '''
                Tally("nine-factors")   Tally(tally)   Tally(None)   Tally.__new__(Tally).respondents
                Tally.from_bytes(empty,None)   Tally.from_bytes(empty,tally)   tally.merge(None)   tally.merge(questionnaire)
                Scores.compute(None)   Scores.compute(questionnaire)   tally.scores(register=tally)
                tally.scores().assess(questionnaire)   tally.scores().assess(tally.scores())
                Reference.open("x",None)   Reference.open("x",tally)   Reference.build(tally,year=2025,source="x")'''
            for call in calls.split():
                print(call, end=" ", flush=True)
                try:
                    eval(call)
                    print("accepted")
                except (TypeError, AttributeError, ValueError):
                    print("refused")
            """)
        self.assertEqual(done.returncode, 0, f"the last words were: {done.stdout[-60:]}")
        self.assertEqual([line for line in done.stdout.splitlines() if not line.endswith(" refused")], [])
        self.assertEqual(done.stdout.count("\n"), 16)

    def test_the_library_refuses_null(self):
        """Every C function that returns a status gives one for NULL; frees and retains pass it over."""
        done = python("""
            import ctypes
            from libculture import _native
            numbers = (ctypes.c_int32, ctypes.c_int64, ctypes.c_size_t)
            for name, (result, kinds) in _native.PROTOTYPES.items():
                if result is ctypes.c_int32 and _native.Error in [getattr(k, "_type_", None) for k in kinds] or (
                        name.endswith(("_free", "_retain", "_get", "_counts"))):
                    print(name, end=" ", flush=True)
                    print(getattr(_native.library, name)(*[0 if kind in numbers else None for kind in kinds]))
            """)
        self.assertEqual(done.returncode, 0, f"the last words were: {done.stdout[-60:]}")
        for name, given in (line.split() for line in done.stdout.splitlines()):
            passed = name.endswith(("_free", "_retain"))
            self.assertIn(given, ("None",) if passed else ("2", "13"), name)
        self.assertGreater(done.stdout.count("\n"), 50)


class Threads(PackageTest):
    """What is immutable may be shared between threads."""

    def together(self, work, threads=8):
        """Calls work(number) at the same time in many threads."""
        start = threading.Barrier(threads)

        def started(number):
            start.wait()
            return work(number)

        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(started, range(threads)))

    def test_a_tally_a_thread(self):
        """All share one questionnaire; the merged tallies are those of one thread."""
        files = sorted(EXAMPLES.glob("[b-qt-z]*.csv"))
        tallies = self.together(lambda number: Tally(self.questionnaire).add_files(files[number], threads=1), len(files))
        whole = Tally(self.questionnaire)
        for tally in tallies:
            whole.merge(tally)
        self.assertEqual(bytes(whole), bytes(Tally(self.questionnaire).add_files(files)))
        self.assertEqual(whole.respondents, 410)

    def test_shared_tally_bytes_register_and_reference(self):
        data = bytes(Tally(self.questionnaire).add_files(EXAMPLES))
        register, reference = Register.open(REGISTER), Reference.standard()

        def work(_number):
            tally = Tally.from_bytes(data, self.questionnaire)
            return tally.scores(register=register).assess(reference).to_json()

        self.assertEqual(len(set(self.together(work))), 1)

    def test_shared_scores_and_assessment(self):
        scores = Tally(self.questionnaire).add_files(EXAMPLES).scores()
        found = scores.assess(Reference.standard())
        expected = found.to_json()

        def work(number):
            for _ in range(5):
                self.assertEqual(found.to_json(), expected)
                self.assertEqual(scores.assess(Reference.standard()).to_json(), expected)
                self.assertEqual(repr(scores.get("mean")), repr(found.scores.get("mean")))
            return number

        self.assertEqual(self.together(work), list(range(8)))

    def test_freed_by_many_threads(self):
        shared = pair()

        def work(_number):
            for _ in range(50):
                found = Tally(shared).add_rows([[4, 2, 5]] * 12, "north").scores().assess()
                self.assertEqual(len(found.scores.organisations), 1)
            return True

        self.assertEqual(self.together(work), [True] * 8)
        self.assertEqual(shared.id, "pair")


class Import(PackageTest):
    """The package finds the library, or says what to do."""

    def test_nothing_leaks_from_it(self):
        self.assertEqual(dir(libculture), sorted(libculture.__all__))

    def test_import_waits_for_nothing(self):
        """The package is imported in little time: its modules, ctypes and the library come with the first name asked for."""
        heavy = ("ctypes", "typing", "pathlib", "dataclasses", "libculture._native")
        done = python("import sys; before = set(sys.modules); import libculture; "
                      f"print([m for m in {heavy} if m in set(sys.modules) - before], len(set(sys.modules) - before))", LIBCULTURE=LIBRARY)
        self.assertEqual(done.stdout, "[] 2\n", done.stderr)  # with __future__
        for name in set(libculture.__all__) - {"compare", "score", "structure"}:
            self.assertTrue(getattr(libculture, name))
        self.assertRaises(AttributeError, lambda: libculture.absent)

    def test_is_typed(self):
        self.assertTrue((PACKAGE / "py.typed").is_file())

    def test_outside_the_repository(self):
        """A copy of the package alone, with LIBCULTURE set."""
        shutil.copytree(PACKAGE, self.folder / "libculture", ignore=shutil.ignore_patterns("__pycache__"))
        done = python("import libculture; print(libculture.__version__, libculture.Questionnaire.open().id,"
                      " libculture.__file__)", path=self.folder, LIBCULTURE=LIBRARY)
        self.assertEqual(done.stdout.split(), [libculture.__version__, "nine-factors",
                                               str(self.folder / "libculture" / "__init__.py")], done.stderr)

    def test_beside_the_package(self):
        shutil.copytree(PACKAGE, self.folder / "libculture", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(LIBRARY, self.folder / "libculture" / "libculture.so")
        done = python("import libculture; print(libculture.Questionnaire.open().id)", path=self.folder, LIBCULTURE=None)
        self.assertEqual(done.stdout, "nine-factors\n", done.stderr)

    def test_no_library(self):
        if ctypes.util.find_library("culture"):
            self.skipTest("the library is installed on this system, so it is always found")
        shutil.copytree(PACKAGE, self.folder / "libculture", ignore=shutil.ignore_patterns("__pycache__"))
        done = python("import libculture; libculture.Questionnaire", path=self.folder, LIBCULTURE=None)
        self.assertRegex(done.stderr.splitlines()[-1], "^ImportError: .*LIBCULTURE")

    def refused(self, library):
        done = python("from libculture import Questionnaire", LIBCULTURE=str(library))
        self.assertEqual(done.returncode, 1)
        return done.stderr.splitlines()[-1]

    def test_wrong_library(self):
        """The message is an ImportError that names the file and the variable."""
        absent, text = self.folder / "absent.so", self.write("text.so", "no library\n")
        for path in (absent, text, ctypes.util.find_library("m")):
            with self.subTest(path):
                self.assertRegex(self.refused(path), rf"^ImportError: .*{path}.*")
                self.assertIn("LIBCULTURE", self.refused(path))

    def test_another_version(self):
        compiler = shutil.which(os.environ.get("CC", "cc").split()[0])
        if not compiler:
            self.skipTest("there is no C compiler")
        functions = "".join(f"const char *{name}(void) {{ return \"9.9.9\"; }}\n" for name in _native.PROTOTYPES)
        library = self.folder / "other.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-o", library, self.write("other.c", functions)], check=True)
        self.assertRegex(self.refused(library), rf"^ImportError: .*9\.9\.9.*{_native.VERSION}")

    def test_everything_promised_is_there(self):
        for name in libculture.__all__:
            self.assertTrue(hasattr(libculture, name), name)
        self.assertEqual(libculture.__version__, _native.library.culture_version().decode())

    def test_text_is_utf8_whatever_the_locale(self):
        """Under a locale that knows ASCII only, names and notes still are UTF-8."""
        shutil.copytree(EXAMPLES, self.folder / "examples")  # the repository's own path may not be ASCII
        done = python("""
            import libculture
            questionnaire = libculture.Questionnaire.open()
            scores = libculture.Tally(questionnaire).add_files(%r).scores(precision="full")
            found = libculture.Reference.build(scores, year=2025, source="\\u00e9cole", note="\\u00e9t\\u00e9")
            print(ascii((found.source, found.note)))
            """ % str(self.folder / "examples"), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
        self.assertEqual(done.stdout, "('\\xe9cole', '\\xe9t\\xe9')\n", done.stderr[-300:])

    def test_ends_quietly_with_handles_alive(self):
        done = python("import libculture; found = libculture.Questionnaire.open(); tally = libculture.Tally(found)")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))


if __name__ == "__main__":
    unittest.main()
