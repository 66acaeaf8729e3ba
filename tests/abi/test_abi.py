# SPDX-License-Identifier: GPL-3.0-or-later
"""The library as others build on it: its exported names, its headers, the layout of its structs, and what is installed.
The environment variables LIBCULTURE, CULTURE and CULTURE_BUILD point to what was built."""
import ctypes
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

ROOT = pathlib.Path(os.environ.get("CULTURE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("CULTURE_BUILD", ROOT / "build"))
LIBRARY = pathlib.Path(os.environ.get("LIBCULTURE", BUILD / "libculture" / "libculture.so"))
CULTURE = os.environ.get("CULTURE", str(BUILD / "culture"))
HEADERS = sorted((ROOT / "include" / "culture").glob("*.h"))
EXAMPLES = ROOT / "questionnaires" / "examples"
C = os.environ.get("CC", "cc").split()
C_WARNINGS = ["-std=c17", "-Wall", "-Wextra", "-Wpedantic", "-Wstrict-prototypes", "-Werror"]
CPLUSPLUS_WARNINGS = ["-std=c++17", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]


def run(*words, **more):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, **more)


def output_of(*words, **more):
    """What a command prints; its errors are part of the message when it fails."""
    done = run(*words, **more)
    if done.returncode:
        raise AssertionError(f"{' '.join(map(str, words))} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def sanitized():
    return "__asan_init" in output_of("nm", "-D", "--undefined-only", LIBRARY)


def sanitizers():
    """What a program needs that links with a library built under sanitizers."""
    return ["-fsanitize=address,undefined"] if sanitized() else []


def binding_tables():
    """The prototypes, structs and constants of the Python package, read without loading the C library."""
    version = re.search(r"version: '([^']+)'", (ROOT / "meson.build").read_text()).group(1)
    library = mock.MagicMock()
    library.culture_version.return_value = version.encode()
    sys.path.insert(0, str(ROOT / "bindings" / "python"))
    try:
        with mock.patch("ctypes.CDLL", return_value=library), mock.patch.dict(os.environ, LIBCULTURE=str(LIBRARY)):
            import libculture.assessment
            import libculture.comparison
            import libculture.reference
            import libculture.scores
            import libculture.tally
            from libculture import _native
    finally:
        sys.path.pop(0)
    return libculture, _native


package, native = binding_tables()


# The headers, read as text.

def without_comments(text):
    text = re.sub(r"/\*.*?\*/|//[^\n]*", " ", text, flags=re.S)
    return re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", " ", text, flags=re.M)


HEADER_TEXT = "\n".join(without_comments(header.read_text()) for header in HEADERS)


def tidy(declaration):
    """int32_t *  x -> int32_t*, without the name: a type as one word each, stars at its end."""
    return re.sub(r"\s*\*\s*", "*", " ".join(declaration.split())).strip()


def without_name(parameter):
    """The type of a parameter or field; array brackets count as part of the type."""
    found = re.fullmatch(r"(.*[\s*])(\w+)((?:\[\w+\])?)", parameter.strip(), re.S)
    return tidy(found.group(1)) + found.group(3), found.group(2)


def declared_functions():
    """name: (type of the result, types of the parameters), of every function marked CULTURE_API."""
    found = {}
    for result, name, parameters in re.findall(r"CULTURE_API\b([^;(]*?)(\w+)\s*\(([^;]*)\)\s*;", HEADER_TEXT):
        words = [] if parameters.strip() == "void" else parameters.split(",")
        found[name] = (tidy(result), [without_name(word)[0] for word in words])
    return found


def declared_structs():
    """name: [(field, type)], of every struct whose fields are in a header."""
    found = {}
    for name, body in re.findall(r"struct (culture_\w+)\s*\{(.*?)\}\s*;", HEADER_TEXT, re.S):
        fields = []
        for declaration in filter(None, (part.strip() for part in body.split(";"))):
            function = re.fullmatch(r".*\(\s*\*\s*(\w+)\s*\)\s*\(.*\)", declaration, re.S)
            if function:
                fields.append((function.group(1), "function"))
                continue
            first, *others = declaration.split(",")
            kind, field = without_name(first)
            fields.append((field, kind))
            fields += [(other.strip(), kind) for other in others]
        found[name] = fields
    return found


def declared_enumerators():
    """The names of all enumerators, by the enum they are in; the statuses are in one without a name."""
    found = {}
    for name, body in re.findall(r"\benum\s*(\w*)\s*\{(.*?)\}\s*;", HEADER_TEXT, re.S):
        found[name] = re.findall(r"(CULTURE_\w+)\s*=", body)
    return found


SCHEMAS = {path.name for path in (ROOT / "include" / "culture").glob("*.schema.json")}
FUNCTIONS, STRUCTS, ENUMS = declared_functions(), declared_structs(), declared_enumerators()

# Classes of the binding whose names do not follow from the struct's.
MIRRORS = {
    "culture_questionnaire_options": "ProblemOptions",
    "culture_register_options": "ProblemOptions",
    "culture_mapping_options": "ProblemOptions",
    "culture_assess_options": "AssessOptions",
}


def mirror_of(struct):
    name = MIRRORS.get(struct) or "".join(word.capitalize() for word in struct.split("_")[1:])
    return getattr(native, name, None)


PLAIN = {
    "void": None, "culture_status": ctypes.c_int32, "int32_t": ctypes.c_int32, "int64_t": ctypes.c_int64,
    "uint64_t": ctypes.c_uint64, "int16_t": ctypes.c_int16, "size_t": ctypes.c_size_t, "double": ctypes.c_double,
}


def ctype_of(declared):
    """The ctypes type that a C type must have in the binding. Handles are void pointers there."""
    kind = re.sub(r"\s*\bconst\b\s*", " ", declared).strip().replace(" *", "*")
    if kind in PLAIN:
        return PLAIN[kind]
    array = re.fullmatch(r"char\[(\d+)\]", kind)
    if array:
        return ctypes.c_char * int(array.group(1))
    target = kind[:-1].strip()
    if not kind.endswith("*"):
        raise AssertionError(f"the test does not know the type {declared}")
    if target == "char":
        return ctypes.c_char_p
    if target == "void" or re.fullmatch(r"culture_(?!status)\w+", target):
        return ctypes.c_void_p
    if target.startswith("struct "):
        return ctypes.POINTER(mirror_of(target.split()[1]))
    return ctypes.POINTER(ctype_of(target))


class ExportedNames(unittest.TestCase):
    """The library exports what the headers declare, and nothing else."""

    def test_the_headers_were_understood(self):
        """Every line marked CULTURE_API was read as a function: the other tests compare with these."""
        self.assertEqual(len(FUNCTIONS), len(re.findall(r"\bCULTURE_API\b", HEADER_TEXT)))
        self.assertGreater(len(FUNCTIONS), 90)

    def test_exported_names_are_the_declared_functions(self):
        exported = {}
        for line in output_of("nm", "-D", "--defined-only", LIBRARY).splitlines():
            *_, kind, name = line.split()
            exported[name.split("@")[0]] = kind
        self.assertEqual(sorted(exported), sorted(FUNCTIONS))
        self.assertEqual(set(exported.values()), {"T"}, "functions alone, no data")

    def test_public_names_begin_with_culture(self):
        for name in FUNCTIONS:
            self.assertRegex(name, r"^culture_[a-z_]+$")
        macros = set(re.findall(r"^#define (\w+)", "\n".join(h.read_text() for h in HEADERS), re.M))
        for name in macros.union(*ENUMS.values()):
            self.assertRegex(name, r"^CULTURE_[A-Z0-9_]+$")

    def test_names_shared_between_our_files_stay_hidden(self):
        """The library has such names inside, so the test would see one that got out."""
        inside = output_of("nm", "--defined-only", BUILD / "libculture" / "libculture.a")
        self.assertRegex(inside, r" T cul_\w+")
        self.assertNotRegex(output_of("nm", "-D", LIBRARY), r"\bcul_\w+")


class Dependencies(unittest.TestCase):
    """What the library asks of the system it runs on."""

    @classmethod
    def setUpClass(cls):
        cls.dynamic = output_of("readelf", "-d", LIBRARY)
        cls.needed = {name.split(".so")[0] for name in re.findall(r"NEEDED.*\[(.*)\]", cls.dynamic)}

    def test_soname(self):
        self.assertEqual(re.findall(r"SONAME.*\[(.*)\]", self.dynamic), ["libculture.so.0"])

    def test_needs_the_documented_libraries(self):
        self.assertLessEqual({"libgsl", "libyaml-0", "libutf8proc", "libnettle", "libc"}, self.needed)

    def test_needs_nothing_else(self):
        system = {"libc", "libm", "libpthread", "ld-linux-x86-64", "ld-linux-aarch64"}
        watching = {"libasan", "libubsan"} if sanitized() else set()
        optional = {"zlib": "libz", "zstd": "libzstd", "readstat": "libreadstat"}
        reads = {optional[kind] for kind in os.environ.get("CULTURE_READS", "").split()}
        always = {"libgsl", "libgslcblas", "libyaml-0", "libutf8proc", "libnettle"}
        self.assertEqual(self.needed - system - watching - always, reads)

    def test_calls_nothing_that_prints_exits_or_reads_the_locale(self):
        called = {name.split("@")[0] for name in output_of("nm", "-D", "--undefined-only", LIBRARY).split()}
        self.assertIn("gsl_cdf_tdist_P", called)
        forbidden = """printf fprintf puts putchar fputs perror stdout stderr exit _exit quick_exit abort atexit signal
            setlocale localeconv strtod strtof atof strcasecmp strncasecmp __ctype_b_loc __ctype_tolower_loc strcoll
            gsl_set_error_handler gsl_set_error_handler_off getenv system popen rand srand time setenv""".split()
        self.assertEqual(called & set(forbidden), set())


class GlobalState(unittest.TestCase):
    """Nothing in the library can change from one call to the next, so copies, threads and forks do not meet in it."""

    # What may be written after loading, and why.
    ALLOWED = {
        "standard_ids": "the ids of the standard questionnaires, filled once under pthread_once, the same ever after",
        "standard_count": "how many there are, likewise",
        "once": "the pthread_once_t of these two",
        # Of the compiler and the C library, in every shared library.
        "completed": "that the destructors ran", "__dso_handle": "this library, for atexit",
        "__cpu_model": "what the processor can do, filled before the library runs", "__cpu_features2": "likewise",
        "__TMC_END__": "the end of a table of transactional memory, empty",
    }

    def test_no_writable_data_but_what_is_listed(self):
        """Constants that the loader relocates (.data.rel.ro) are read-only when it is done."""
        if sanitized():
            self.skipTest("a sanitizer adds its own")
        writable = set()
        for line in output_of("objdump", "-t", LIBRARY).splitlines():
            found = re.search(r"\s(\.data|\.bss|\.tdata|\.tbss|\*COM\*)\s+([0-9a-f]+)\s+(?:\.hidden )?(\S+)$", line)
            if found and not found.group(3).startswith("."):
                writable.add(re.sub(r"\.\d+$", "", found.group(3)))
        self.assertEqual(writable - set(self.ALLOWED), set())
        self.assertIn("standard_ids", writable, "the symbols were read")

    def test_read_only_after_loading(self):
        self.assertIn("GNU_RELRO", output_of("readelf", "-lW", LIBRARY))


class Headers(unittest.TestCase):
    """Every header can be included by itself, in C and in C++."""

    def refused(self, compiler, source):
        return run(*compiler, "-I", ROOT / "include", "-fsyntax-only", "-", input=source).stderr

    def including(self, compiler):
        for header in HEADERS:
            with self.subTest(header=header.name):
                twice = f"#include <culture/{header.name}>\n" * 2
                self.assertEqual(self.refused(compiler, twice + "int main(void) { return CULTURE_OK; }\n"), "")

    def test_each_compiles_alone_as_c17(self):
        self.including([*C, "-x", "c", *C_WARNINGS])

    def test_each_compiles_alone_as_cplusplus17(self):
        compiler = os.environ.get("CXX") or shutil.which("c++") or shutil.which("g++")
        if not compiler:
            self.skipTest("there is no C++ compiler")
        self.including([*compiler.split(), "-x", "c++", *CPLUSPLUS_WARNINGS])

    def test_warnings_are_errors_here(self):
        """A declaration without a prototype is refused: the two tests above can fail."""
        self.assertIn("prototype", self.refused([*C, "-x", "c", *C_WARNINGS], "int f();\n"))

    def test_culture_h_includes_every_other(self):
        included = re.findall(r'#include "culture/(\w+\.h)"', (ROOT / "include" / "culture" / "culture.h").read_text())
        self.assertEqual(sorted(included + ["culture.h"]), [header.name for header in HEADERS])

    def test_public_headers_include_no_inside_header(self):
        for header in HEADERS:
            for included in re.findall(r'#include [<"]([^>"]+)', header.read_text()):
                self.assertRegex(included, r"^(culture/\w+\.h|stddef\.h|stdint\.h)$", header.name)


class PythonPrototypes(unittest.TestCase):
    """The Python package knows every function, with the same parameters."""

    def test_the_same_names(self):
        self.assertEqual(sorted(native.PROTOTYPES), sorted(FUNCTIONS))

    def test_the_same_number_of_parameters(self):
        for name, (_result, parameters) in FUNCTIONS.items():
            with self.subTest(name):
                self.assertEqual(len(native.PROTOTYPES[name][1]), len(parameters))

    def test_the_same_types(self):
        for name, (result, parameters) in FUNCTIONS.items():
            with self.subTest(name):
                self.assertIs(native.PROTOTYPES[name][0], ctype_of(result), "result")
                self.assertEqual(native.PROTOTYPES[name][1], [ctype_of(parameter) for parameter in parameters])

    def test_the_same_version(self):
        version = re.search(r"version: '([^']+)'", (ROOT / "meson.build").read_text()).group(1)
        self.assertEqual(native.VERSION, version)


class PythonStructs(unittest.TestCase):
    """The structs of the Python package lie in memory as the compiler lays them out."""

    @classmethod
    def setUpClass(cls):
        cls.layout = cls.printed([f'printf("{struct} %zu\\n", sizeof(struct {struct}));' for struct in STRUCTS] + [
            f'printf("{struct}.{field} %zu %zu\\n", offsetof(struct {struct}, {field}),'
            f" sizeof ((struct {struct} *)0)->{field});" for struct, fields in STRUCTS.items() for field, _ in fields])
        cls.numbers = cls.printed([f'printf("{name} %d\\n", (int){name});' for names in ENUMS.values() for name in names]
                                  + ['printf("CULTURE_MISSING %d\\n", CULTURE_MISSING);'])

    @staticmethod
    def printed(statements):
        """What a C program with these statements prints: {first word of a line: its numbers}."""
        with tempfile.TemporaryDirectory() as folder:
            source, program = pathlib.Path(folder, "print.c"), pathlib.Path(folder, "print")
            source.write_text("#include <culture/culture.h>\n#include <stdio.h>\nint main(void)\n{\n"
                              + "\n".join(statements) + "\nreturn 0;\n}\n")
            output_of(*C, "-std=c17", "-I", ROOT / "include", source, "-o", program)
            lines = [line.split() for line in output_of(program).splitlines()]
        return {name: [int(number) for number in numbers] for name, *numbers in lines}

    def test_every_struct_has_its_mirror(self):
        self.assertGreater(len(STRUCTS), 20)
        self.assertEqual([struct for struct in STRUCTS if mirror_of(struct) is None], [])
        mirrors = {mirror_of(struct) for struct in STRUCTS}
        known = {kind for kind in vars(native).values() if isinstance(kind, type) and hasattr(kind, "_fields_")}
        self.assertEqual({kind.__name__ for kind in known - mirrors}, set())

    def test_the_same_fields(self):
        for struct, fields in STRUCTS.items():
            with self.subTest(struct):
                self.assertEqual([name for name, _ in mirror_of(struct)._fields_], [name for name, _ in fields])

    def test_the_same_layout(self):
        for struct, fields in STRUCTS.items():
            mirror = mirror_of(struct)
            with self.subTest(struct):
                self.assertEqual([ctypes.sizeof(mirror)], self.layout[struct])
                for name, _kind in fields:
                    field = getattr(mirror, name)
                    self.assertEqual([field.offset, field.size], self.layout[f"{struct}.{name}"], name)

    def test_the_same_kinds_of_fields(self):
        for struct, fields in STRUCTS.items():
            mirrored = dict(mirror_of(struct)._fields_)
            for name, kind in fields:
                with self.subTest(f"{struct}.{name}"):
                    if kind == "function":
                        self.assertTrue(issubclass(mirrored[name], ctypes._CFuncPtr))
                    else:
                        self.assertIs(mirrored[name], ctype_of(kind))

    def numbers_of(self, enum, prefix, renamed=()):
        """The numbers of an enum in C, named as the package names them."""
        names = {name: name[len(prefix):].lower() for name in ENUMS[enum] if name.startswith(prefix)}
        return {dict(renamed).get(short, short): self.numbers[name][0] for name, short in names.items()}

    def test_the_same_results(self):
        standing = {short: f"reference_{short}" for short in "below ties organisations p25 p50 p75".split()}
        standing["reference_organisations"] = "reference_organisations"
        results = {**self.numbers_of("culture_result", "CULTURE_STANDING_", standing),
                   **self.numbers_of("culture_result", "CULTURE_PROFILE_",
                                     {short: f"profile_{short}" for short in "f p df1 df2".split()}),
                   **self.numbers_of("culture_result", "CULTURE_NONRESPONSE_",
                                     {short: f"nonresponse_{short}" for short in ("up", "down")}),
                   **self.numbers_of("culture_result", "CULTURE_FACT_")}
        self.assertEqual(package.assessment.RESULTS, results)
        self.assertEqual(package.analysis.RESULTS, self.numbers_of("culture_structure_result", "CULTURE_STRUCTURE_"))
        self.assertEqual(package.scores.RESULTS, self.numbers_of("culture_score", "CULTURE_SCORE_"))
        self.assertEqual(package.comparison.RESULTS,
                         self.numbers_of("culture_change", "CULTURE_CHANGE_"))
        self.assertEqual(package.comparison.WAVES, self.numbers_of("culture_wave", "CULTURE_WAVE_"))
        self.assertEqual(package.reference.NORMS, self.numbers_of("culture_norm", "CULTURE_NORM_"))

    def test_the_same_choices(self):
        self.assertEqual(package.scores.LEVELS, self.numbers_of("culture_level", "CULTURE_LEVEL_"))
        self.assertEqual(package.scores.PRECISIONS, self.numbers_of("culture_precision", "CULTURE_PRECISION_"))
        rows = {"complete_rows": "complete", "pairwise_rows": "pairwise"}
        self.assertEqual(package.analysis.ROWS, self.numbers_of("culture_structure_rows", "CULTURE_STRUCTURE_", rows))
        items = {"all_items": "all", "factor_items": "factors"}
        self.assertEqual(package.analysis.ITEMS, self.numbers_of("culture_structure_items", "CULTURE_STRUCTURE_", items))
        self.assertEqual(package.reference.KINDS, self.numbers_of("culture_reference_kind", "CULTURE_REFERENCE_"))
        invalid = {"is_missing": "missing", "rejects_row": "reject_row", "fails_file": "fail"}
        self.assertEqual(package.tally.INVALID_ANSWERS,
                         self.numbers_of("culture_invalid", "CULTURE_INVALID_", invalid))
        self.assertEqual([package.tally.MISSING], self.numbers["CULTURE_MISSING"])

    def test_an_exception_for_every_status(self):
        statuses = {self.numbers[name][0] for name in ENUMS[""]} - {0}
        self.assertEqual(set(package.errors.BY_STATUS), statuses)
        self.assertEqual(len(set(package.errors.BY_STATUS.values())), len(statuses))

    def test_pinned_numbers(self):
        """Numbers that programs have compiled in: they never change, new ones come at the end."""
        pinned = {"CULTURE_OK": 0, "CULTURE_ERROR_NOTHING": 14, "CULTURE_SCORE_MEAN": 1, "CULTURE_SCORE_ALPHA_VARYING": 15,
                  "CULTURE_LEVEL_UNIT": 65536, "CULTURE_LEVEL_POOLED_ITEM": 262144, "CULTURE_STANDING_PERCENTILE": 6,
                  "CULTURE_STANDING_P75": 20, "CULTURE_PROFILE_SCATTER": 65, "CULTURE_CHANGE_CHANGED": 12,
                  "CULTURE_CHANGE_REGRESSION_TO_MEAN": 30, "CULTURE_REASON_SIMULATED_REFERENCE": 11,
                  "CULTURE_VERDICT_TOO_FEW": 4, "CULTURE_MISSING": -32768}
        self.assertEqual({name: self.numbers[name][0] for name in pinned}, pinned)


def meson():
    """Debian's own, as in ./setup, so that the build folder is read by the meson that made it."""
    return "/usr/bin/meson" if os.access("/usr/bin/meson", os.X_OK) else shutil.which("meson")


def install(folder):
    """Installs the build into a folder and returns the prefix in it."""
    output_of(meson(), "install", "-C", BUILD, "--destdir", folder, "--no-rebuild")
    return next(pathlib.Path(folder).rglob("culture/culture.h")).parents[2]


class Installed(unittest.TestCase):
    """An installed library is all that a program needs: its headers, pkg-config's word and nothing of the source tree."""

    @classmethod
    def setUpClass(cls):
        if not meson():
            raise unittest.SkipTest("meson is not here, so nothing can be installed")
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.prefix = install(pathlib.Path(folder.name, "installed"))
        cls.folder = pathlib.Path(folder.name)
        cls.recipe = next(cls.prefix.rglob("culture.pc"))
        cls.libraries = cls.recipe.parents[1]
        cls.found_there = {**os.environ, "PKG_CONFIG_PATH": str(cls.recipe.parent)}
        cls.runs_there = {**os.environ, "LD_LIBRARY_PATH": str(cls.libraries)}
        cls.recipe_as_installed = cls.recipe.read_text()
        # The prefix was moved into a temporary folder, so its own line in the recipe moves along.
        cls.recipe.write_text(re.sub(r"(?m)^prefix=.*", f"prefix={cls.prefix}", cls.recipe_as_installed))
        cls.expected = json.loads(output_of(CULTURE, "score", "-f", "json", "--organisations", EXAMPLES / "register.csv",
                                            EXAMPLES))

    def pkg_config(self, *options):
        return output_of("pkg-config", *options, "culture", env=self.found_there).split()

    def built(self, name, *options):
        """The program of score.c, compiled as the README tells."""
        program = self.folder / name
        output_of(*C, *C_WARNINGS, ROOT / "tests" / "abi" / "score.c", *options, "-o", program, cwd=self.folder)
        return program

    def scores(self, program):
        output = self.folder / f"{program.name}.json"
        output_of(program, EXAMPLES / "register.csv", output, EXAMPLES, env=self.runs_there, cwd=self.folder)
        return json.loads(output.read_text())

    def test_all_headers_and_the_schema(self):
        installed = {path.name for path in (self.prefix / "include" / "culture").iterdir()}
        self.assertEqual(installed, {header.name for header in HEADERS} | SCHEMAS)
        for path in (self.prefix / "include" / "culture").iterdir():
            self.assertEqual(path.read_bytes(), (ROOT / "include" / "culture" / path.name).read_bytes(), path.name)

    def test_both_libraries(self):
        self.assertTrue((self.libraries / "libculture.a").is_file())
        self.assertEqual(os.readlink(self.libraries / "libculture.so"), "libculture.so.0")
        self.assertRegex(os.readlink(self.libraries / "libculture.so.0"), r"^libculture\.so\.0\.\d+\.\d+$")

    def test_no_path_of_the_build_inside(self):
        """No run path that would find other libraries on the machine it was built on."""
        for path in (self.libraries / "libculture.so.0", self.prefix / "bin" / "culture"):
            paths = re.findall(r"\((?:RPATH|RUNPATH)\).*\[(.*)\]", output_of("readelf", "-d", path))
            self.assertEqual([found for found in paths if not found.startswith("$ORIGIN/..")], [], path.name)

    def test_manual_and_completions(self):
        commands = output_of(CULTURE, "--help")
        pages = {path.name for path in (self.prefix / "share" / "man" / "man1").iterdir()}
        self.assertEqual(pages, {path.name for path in (ROOT / "bindings" / "cli" / "man").iterdir()})
        for page in pages - {"culture.1"}:
            self.assertIn(page[len("culture-"):-2], commands)
        for path in ("bash-completion/completions/culture", "zsh/site-functions/_culture",
                     "fish/vendor_completions.d/culture.fish"):
            self.assertIn("culture", (self.prefix / "share" / path).read_text(), path)

    def test_recipe_for_pkg_config(self):
        self.assertEqual(self.pkg_config("--modversion"), [native.VERSION])
        for place in (str(ROOT), str(BUILD.resolve())):
            self.assertNotIn(place, self.recipe_as_installed)
        self.assertEqual(self.pkg_config("--libs-only-l"), ["-lculture"], "others only with --static")

    def test_the_command_runs_from_the_prefix(self):
        command = self.prefix / "bin" / "culture"
        alone = {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}
        output = output_of(command, "score", "-f", "json", "--organisations", EXAMPLES / "register.csv", EXAMPLES, env=alone,
                           cwd=self.folder)
        self.assertEqual(json.loads(output), self.expected)

    def test_a_program_scores_as_the_command_does(self):
        program = self.built("score", *self.pkg_config("--cflags", "--libs"), *sanitizers())
        self.assertEqual(self.scores(program), self.expected)
        self.assertEqual(len(self.expected["organisations"]), 6)

    def test_a_program_tells_what_went_wrong(self):
        program = self.built("refused", *self.pkg_config("--cflags", "--libs"), *sanitizers())
        output = self.folder / "refused.json"
        for register, files, words in ((EXAMPLES / "register.csv", self.folder / "absent.csv", "absent.csv"),
                                       (self.folder / "no-register.csv", EXAMPLES, "no-register.csv")):
            done = run(program, register, output, files, env=self.runs_there, cwd=self.folder)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn(words, done.stderr)
            self.assertFalse(output.exists())
        self.assertEqual(run(program, env=self.runs_there).returncode, 2)

    def test_a_static_program_scores_as_the_command_does(self):
        if sanitizers():
            self.skipTest("a program under AddressSanitizer cannot be static")
        options = self.pkg_config("--static", "--cflags", "--libs")
        for name in [option[2:] for option in options if option.startswith("-l") and option != "-lculture"] + ["c"]:
            if not os.path.isabs(output_of(*C, f"-print-file-name=lib{name}.a").strip()):
                self.skipTest(f"this system has no static library of {name}")
        program = self.built("static", "-static", *options)
        self.assertNotIn("NEEDED", output_of("readelf", "-d", program))
        self.assertEqual(self.scores(program), self.expected)


if __name__ == "__main__":
    unittest.main()
