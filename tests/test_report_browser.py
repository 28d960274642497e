"""Reports in HTML in a real browser: keys, pointer, filter, light and dark, hostile text, many edits, and for all."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from zhfix.edits import Edit, Finding, apply_edits
from zhfix.report import write_report
from zhfix.result import Result

CHROMIUM = os.environ.get("ZHFIX_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
"""The browser; where the variable names one it has to work, and nothing is skipped."""
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed: apt-get install chromium")

RULES = ("annotation.strip_pinyin", "slip.resync_bytes", "quotes.rebalance_quotes")


def make_result(
    pieces: list[tuple[str, str]],
    sound: str = "春天的公園裡有很多人。\n",
    why: str = "why",
    alternatives: tuple[str, ...] = (),
) -> Result:
    """Return a result whose text is `pieces`, before and after, each before sound text, by all rules in turn."""
    edits, at, source = [], 0, ""
    for i, (before, after) in enumerate(pieces):
        sure = (0.99, 0.9, 0.5)[i % 3]
        edits.append(Edit(at, at + len(before), before, after, RULES[i % 3], sure, f"{why} {i}", alternatives))
        source += before + sound
        at = len(source)
    return Result(source, apply_edits(source, edits), tuple(edits))


PLAIN = make_result([("服務(wù)", "服務"), ("!焙蟿", "。”合"), ("”", "“")] * 4)
FOUND = Result("好\ufffd文", "好\ufffd文", (), (Finding(1, 2, "unrecoverable.report_lost", "error", "lost for good"),))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


class Opener:
    """Opens reports as files, and keeps what the browser complains of."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser, self._folder = browser, folder
        self.complaints: list[str] = []
        self.pages: list[Page] = []

    def open(self, html: str, scheme: str = "light", width: int = 1280) -> Page:
        path = self._folder / f"{len(self.pages)}.html"
        path.write_text(html, encoding="utf-8")
        page = self._browser.new_page(
            color_scheme="dark" if scheme == "dark" else "light", viewport={"width": width, "height": 900}
        )
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._ask(request.url))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))
        self.pages.append(page)
        page.goto(path.as_uri())
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        self.complaints.append(f"{message.type}: {message.text}")

    def _ask(self, url: str) -> None:
        if not re.fullmatch(r"file:.*\.html(#.*)?", url):
            self.complaints.append(f"asks for {url}")


@pytest.fixture
def opener(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """What opens reports; the browser must complain of nothing."""
    opener = Opener(browser, tmp_path)
    yield opener
    for page in opener.pages:
        page.close()
    assert opener.complaints == []


def focused(page: Page) -> str:
    """Return the number of the edit that has the focus; empty where none has."""
    number: str = page.evaluate("document.activeElement.dataset.e || ''")
    return number


def tip(page: Page) -> str:
    """Return what is told of an edit; empty where nothing is shown."""
    return page.inner_text("#tip") if page.is_visible("#tip") else ""


# --- keys and pointer ------------------------------------------------------------------


def test_edits_are_walked_and_explained_by_keys(opener: Opener) -> None:
    page = opener.open(write_report({"page.txt": PLAIN}))
    page.focus("#next")
    page.keyboard.press("Tab")
    assert focused(page) == "0"
    for text in ("服務(wù)", "why 0", "99.0 %", "annotation.strip_pinyin", "1:1"):
        assert text in tip(page)
    assert page.get_attribute(":focus", "aria-describedby") == "tip"
    page.keyboard.press("n")
    page.keyboard.press("ArrowRight")
    assert (focused(page), "why 2" in tip(page)) == ("2", True)
    page.keyboard.press("Escape")
    assert (focused(page), tip(page)) == ("2", "")
    assert page.get_attribute(":focus", "aria-describedby") is None
    page.keyboard.press("Enter")
    assert "why 2" in tip(page)
    page.keyboard.press("p")
    assert focused(page) == "1"
    page.keyboard.press("Tab")  # out of the text, whatever the number of edits
    assert focused(page) == ""
    assert tip(page) == ""
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "1"


def test_buttons_walk_over_texts_and_stop_at_the_ends(opener: Opener) -> None:
    page = opener.open(write_report({"a": PLAIN, "b": PLAIN}))
    for number in [*range(24), 23]:
        page.click("#next")
        assert focused(page) == str(number)
    page.click("#previous")
    assert focused(page) == "22"


def test_the_pointer_is_told_and_may_rest_on_the_explanation(opener: Opener) -> None:
    page = opener.open(write_report({"page.txt": PLAIN}))
    page.hover("del[data-e='1']")
    assert "why 1" in tip(page)
    page.hover("#tip")
    page.wait_for_timeout(400)
    assert "why 1" in tip(page)
    page.keyboard.press("Escape")
    assert tip(page) == ""
    page.mouse.move(2, 2)
    page.hover("ins[data-e='2']")
    assert "why 2" in tip(page)
    page.mouse.move(2, 2)
    page.wait_for_selector("#tip", state="hidden")
    page.click("del[data-e='3']")
    assert (focused(page), "why 3" in tip(page)) == ("3", True)


def test_alternatives_and_what_is_empty_or_invisible_are_told(opener: Opener) -> None:
    result = make_result([("\u200b\u202e", "")], alternatives=("甲\u200b", "乙"))
    page = opener.open(write_report(result))
    page.click("#next")
    told = tip(page)
    assert "U+200B" in told
    assert "U+202E" in told
    assert "甲<U+200B>\n乙" in told
    assert page.get_by_role("button", name="nothing").count() == 1


# --- the filter ------------------------------------------------------------------------


def test_the_filter_shows_only_what_was_asked_for_and_says_so(opener: Opener) -> None:
    page = opener.open(write_report({"page.txt": PLAIN, "lost.txt": FOUND}))
    assert page.inner_text("#status") == "Edits: 12 of 12. Left alone: 1 of 1."
    page.uncheck(f"input[value='{RULES[0]}']")
    assert page.inner_text("#status") == "Edits: 8 of 12. Left alone: 1 of 1."
    assert page.get_attribute("#status", "role") == "status"
    page.fill("#sure", "60")
    assert page.inner_text("#status") == "Edits: 4 of 12. Left alone: 1 of 1."
    assert page.locator(".diff ins:not(.off):visible").count() == 4
    page.click("#next")
    assert focused(page) == "2"
    page.keyboard.press("n")
    assert focused(page) == "5"
    page.click("#none")
    assert page.inner_text("#status") == "Edits: 0 of 12. Left alone: 0 of 1."
    assert page.locator("section.text:visible").count() == 0
    page.click("#all")
    page.fill("#sure", "100")
    assert page.inner_text("#status") == "Edits: 12 of 12. Left alone: 1 of 1."
    assert page.locator(".diff ins.off").count() == 0


# --- light and dark, languages, phones --------------------------------------------------


def paper(page: Page) -> str:
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


def test_light_and_dark_follow_the_system_until_switched(opener: Opener) -> None:
    html = write_report(PLAIN)
    light, dark = opener.open(html), opener.open(html, "dark")
    day, night = paper(light), paper(dark)
    assert day != night
    dark.click("#theme")
    assert (paper(dark), dark.inner_text("#theme")) == (day, "Theme: light")
    dark.click("#theme")
    assert paper(dark) == night
    light.click("#theme")
    light.click("#theme")
    assert paper(light) == night


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nobody_is_kept_out(opener: Opener, language: str, scheme: str, width: int) -> None:
    page = opener.open(write_report({"a.txt": PLAIN, "b.txt": FOUND}, language=language), scheme, width)
    page.click("#next")
    violations = Axe().run(page).response["violations"]
    assert [(each["id"], each["impact"], each["nodes"][0]["html"][:200]) for each in violations] == []
    assert page.get_attribute("html", "lang") == {"en": "en", "zh": "zh-Hans"}[language]
    assert page.get_attribute(".new", "lang") == "zh-Hant"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if language == "zh":
        ours = re.sub(r"zhfix|utf-8|\w+\.\w+|why \d+|lost for good", "", page.inner_text("body"))
        assert not re.search(r"[A-Za-z]{4}", ours)


# --- hostile text ----------------------------------------------------------------------

HOSTILE = (
    "</script><script>document.title='run'</script>",
    "<img src=x onerror=\"document.title='run'\">",
    "\"'><svg onload=document.title='run'>",
    "<!--", "-->", "]]>", "&lt;b&gt;&#0;", "{{ 7*7 }}{% raw %}",
    "<style>*{display:none}</style>", "javascript:alert(1)",
    "\x00\x01\x08\x1b[31m\x7f\x9f", "\u202e\u2066abc\u2069", "\ud800\udfff\udc00", "\ufffe\uffff\U0010ffff",
    "\u2028\u2029\r\x0b\x0c", "a\u0301" * 50, "</textarea></title></style></svg>", "﷽" * 20,
)  # fmt: skip


def test_hostile_text_is_shown_and_does_nothing(opener: Opener) -> None:
    pieces = [(each, other) for each in HOSTILE for other in ("", "x" + each[::-1])]
    result = make_result(pieces, "".join(HOSTILE) + "\n", "".join(HOSTILE), HOSTILE)
    rule = "".join(HOSTILE)
    result = Result(
        result.source,
        result.text,
        (*result.edits[:-1], result.edits[-1]._replace(rule=rule)),
        (Finding(0, 60, rule, "error", rule),),
    )
    page = opener.open(write_report({rule: result, "other": result}))
    assert page.title() == "What zhfix found"
    page.click("#next")
    for _ in pieces:
        page.keyboard.press("n")
        assert "document.title='run'" in tip(page)
    page.click("#none")
    page.click("#all")
    assert page.title() == "What zhfix found"
    assert page.locator(".old img, .old script, .old style, .diff svg, h2 img, li img, #tip img").count() == 0
    shown = page.text_content("section.text .old")
    assert shown
    assert HOSTILE[0] in shown
    assert page.locator("footer").is_visible()


def test_the_text_of_the_page_is_the_text(opener: Opener) -> None:
    page = opener.open(write_report(PLAIN, context=None))
    for side, text in ((".old", PLAIN.source), (".new", PLAIN.text)):
        assert "".join(page.locator(f".row {side}").all_text_contents()) == text.replace("\n", "")


# --- many edits ------------------------------------------------------------------------


def seconds(page: Page, script: str) -> float:
    """Return how long a script took in the page, with the layout after it."""
    taken: float = page.evaluate(
        "script => { const t = performance.now(); eval(script);"
        "document.body.getBoundingClientRect(); return (performance.now() - t) / 1000; }",
        script,
    )
    return taken


def test_ten_thousand_edits_stay_fluid(opener: Opener) -> None:
    """Against a report of a tenth as many: time grows with the number of edits, and no faster."""
    taken = []
    for count in (1_000, 10_000):
        html = write_report(make_result([("服務(wù)", "服務"), ("!焙蟿", "。”合")] * (count // 2)))
        start = time.perf_counter()
        page = opener.open(html)
        opened = time.perf_counter() - start
        box = "#filter input"
        toggle = f"document.querySelector('{box}').click()"
        filtered = min(seconds(page, toggle) for _ in range(4))
        page.click("#next")
        start = time.perf_counter()
        for _ in range(40):
            page.keyboard.press("n")
        taken.append((opened, filtered, time.perf_counter() - start))
        assert focused(page) == "40"
    few, many = taken
    assert many[0] < 15 * few[0] + 0.5
    assert many[1] < 20 * few[1] + 0.1
    assert many[2] < 4 * few[2] + 0.5  # from one to the next costs the same in a long page
    assert many[0] < 10
