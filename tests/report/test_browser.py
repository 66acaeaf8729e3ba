# SPDX-License-Identifier: GPL-3.0-or-later
"""The report in headless Chromium: at the widths of a telephone and a screen and on paper. A page of the test holds the report
in a frame of that width and writes what it finds into itself; the report itself has no script."""
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from reports import LANGUAGES, ROOT, earlier, examples, render
from libculture.report.words import WORDS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDTHS = (360, 1280)
NAMES = (None, "techniek-noord")
TWO_WAVES = "zorggroep-delta, two waves"
#: Debian has no axe-core; .ci/run fetches it through npm.
AXE = ROOT / ".axe" / "node_modules" / "axe-core" / "axe.min.js"

if CHROMIUM is None:
    print("skipped: Chromium is not installed (chromium)")
    sys.exit(77)

CHECK = """
<!DOCTYPE html><meta charset="utf-8"><body style="margin:0"><iframe style="border:0;width:360px;height:900px" srcdoc="%s"></iframe><iframe style="border:0;width:1280px;height:900px" srcdoc="%s"></iframe>
<pre id="found"></pre><script>
addEventListener("load", () => {
  document.getElementById("found").textContent = JSON.stringify([...document.querySelectorAll("iframe")].map(look));
});
function look(frame) {
  const page = frame.contentDocument, view = frame.contentWindow, found = [];
  const width = page.documentElement.clientWidth;
  if (page.documentElement.scrollWidth > width) found.push("the page is wider than the window: " + page.documentElement.scrollWidth);
  for (const box of page.querySelectorAll("h1,h2,h3,p,li,td,th,caption,figure,svg,text")) {
    const at = box.getBoundingClientRect();
    if (at.width && (at.left < -0.5 || at.right > width + 0.5)) found.push("out of the page: " + box.tagName + " " + box.textContent);
    if (box.tagName === "text") {
      const svg = box.closest("svg").getBoundingClientRect();
      if (at.left < svg.left - 0.5 || at.right > svg.right + 0.5 || at.top < svg.top - 0.5 || at.bottom > svg.bottom + 0.5)
        found.push("cut by its chart: " + box.textContent);
    } else if (box.namespaceURI.endsWith("xhtml") && box.scrollWidth > box.clientWidth + 1 && view.getComputedStyle(box).display !== "inline")
      found.push("cut by its box: " + box.tagName + " " + box.textContent);
  }
  for (const svg of page.querySelectorAll("svg[role=img]")) {
    const texts = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
    texts.forEach(([a, x], i) => texts.slice(i + 1).forEach(([b, y]) => {
      if (x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 3 && y.top < x.bottom - 3) found.push("over each other: " + a + " | " + b);
    }));
  }
  const marks = page.querySelectorAll("circle").length;
  const requests = view.performance.getEntriesByType("resource").map(entry => entry.name);
  return {width, marks, found, requests};
}
</script>
"""
AXE_CHECK = """
<script>%s</script><script>
addEventListener("load", () => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then(result => {
  const out = document.createElement("pre");
  out.id = "found";
  out.textContent = JSON.stringify(result.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html)));
  document.body.append(out);
}));
</script>
"""


class Browser(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        assessment = examples()
        cls.texts = {
            (language, name): render(assessment, language, name, role="role") for language in LANGUAGES for name in NAMES
        }
        comparison = earlier()
        cls.texts |= {
            (language, TWO_WAVES): render(assessment, language, "zorggroep-delta", role="role", comparison=comparison)
            for language in LANGUAGES
        }

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def chromium(self, *words):
        """Starts Chromium without network; gives its output and what the page wrote to the console."""
        done = subprocess.run(
            [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
             "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", f"--user-data-dir={self.folder / 'profile'}", *map(str, words)],
            capture_output=True, text=True, timeout=120,
            env={**os.environ, "HOME": str(self.folder)},
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout, [line for line in done.stderr.splitlines() if ":CONSOLE" in line]

    def found(self, text, budget=20000):
        page = self.folder / "page.html"
        page.write_text(text, encoding="utf-8")
        out, console = self.chromium("--window-size=1400,1000", f"--virtual-time-budget={budget}", "--dump-dom", page.as_uri())
        held = re.search(r'<pre id="found">(.*?)</pre>', out, re.DOTALL)
        self.assertIsNotNone(held, out[-500:])
        return json.loads(html.unescape(held[1])), console

    def test_nothing_is_cut_nothing_is_asked_for_and_the_console_is_silent(self):
        for (language, name), text in self.texts.items():
            frames, console = self.found(CHECK % ((html.escape(text),) * 2))
            self.assertEqual((len(frames), console), (2, []))
            for width, found in zip(WIDTHS, frames):
                with self.subTest(language=language, name=name, width=width):
                    self.assertLessEqual(width - 20, found["width"])
                    self.assertGreaterEqual(found["marks"], 20)
                    self.assertEqual(found["found"], [])
                    self.assertEqual(found["requests"], [])

    def test_the_check_sees_what_is_cut(self):
        text = self.texts["nl", TWO_WAVES].replace(">Leiderschap<", ">" + "Leiderschap" * 30 + "<")
        frames, _ = self.found(CHECK % ((html.escape(text),) * 2))
        self.assertTrue(frames[0]["found"])

    def test_the_check_sees_what_is_asked_for(self):
        text = re.sub(r"<meta http-equiv[^>]*>", '<link rel="stylesheet" href="https://example.invalid/x.css">', self.texts["nl", TWO_WAVES])
        frames, console = self.found(CHECK % ((html.escape(text),) * 2))
        self.assertTrue(frames[0]["requests"] or console)

    def test_it_prints_page_one_on_one_page_of_a4(self):
        for language, name in self.texts:
            if name is None:
                continue
            page, paper = self.folder / "page.html", self.folder / "page.pdf"
            page.write_text(self.texts[language, name], encoding="utf-8")
            self.chromium(f"--print-to-pdf={paper}", "--no-pdf-header-footer", page.as_uri())
            held = paper.read_bytes()
            pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", held))
            self.assertIn(pages, range(8, 14))
            self.assertRegex(held, rb"/MediaBox \[0 0 59[45]\S* 84[12]")
            if shutil.which("pdftotext"):
                told = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout
                sheets, words = told.split("\f")[:-1], WORDS[language]
                self.assertEqual(len(sheets), pages)
                self.assertIn("95 %", sheets[0])  # the note under the table of factors, which ends page one
                self.assertEqual(sheets[1].splitlines()[0], words["standing"])
                self.assertEqual(sheets[-1].splitlines()[0], words["method"])
                self.assertIn("nine-factors 1.0.0", sheets[-1])  # what ends the page on method

    def test_axe_finds_no_violations(self):
        if not AXE.exists():
            print("skipped: axe-core is not installed (.ci/run does)", file=sys.stderr)
            self.skipTest("axe-core is not installed")
        source = AXE.read_text("utf-8").replace("</script", "<\\/script")
        for (language, name), text in self.texts.items():
            with self.subTest(language=language, name=name):
                open_ = re.sub(r"<meta http-equiv[^>]*>", "", text)  # lets the test's own script run
                with_axe = open_.replace("</body>", AXE_CHECK.replace("%s", source, 1) + "</body>")
                found, _ = self.found(with_axe, 60000)
                self.assertEqual(found, [])


if __name__ == "__main__":
    unittest.main(verbosity=1)
