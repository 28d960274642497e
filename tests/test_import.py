"""Importing zhfix loads next to nothing: no data, no regular expression, no other package."""

from __future__ import annotations

import subprocess
import sys

import zhfix

WATCH = """
import sys, time
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
before, start = set(sys.modules), time.perf_counter()
import zhfix
seconds = time.perf_counter() - start
loaded = sorted(set(sys.modules) - before)
print(seconds, ",".join(loaded), ",".join(x for x in opened if not x.endswith((".py", ".pyc"))), sep="\\n")
"""


def run(script: str) -> list[str]:
    done = subprocess.run(  # noqa: S603 - a script of ours
        [sys.executable, "-I", "-B", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{script}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_importing_loads_no_other_module_and_opens_no_data() -> None:
    _, loaded, opened = run(WATCH)
    assert loaded == "__future__,zhfix"
    assert opened == ""


def test_importing_takes_less_than_20_milliseconds() -> None:
    assert min(float(run(WATCH)[0]) for _ in range(5)) < 0.020


def test_fixing_clean_text_reads_no_data_but_a_probe_and_loads_no_other_package() -> None:
    script = WATCH.replace(
        "seconds =",
        "zhfix.fix('這段文字沒有壞。'); zhfix.detect('Nothing here.'); zhfix.fix('今天天气不错。'); seconds =",
    )
    _, loaded, opened = run(script)
    # Probes' conditions: rare ideographs (18 kB), and the characters of either script. Neither the model (2 MB) nor any
    # other table is read.
    probes = {"rare_han.txt", "variants.txt", "glyphs.txt"}
    assert {name.rpartition("/")[2] for name in opened.split(",")} == probes
    foreign = {name.split(".")[0] for name in loaded.split(",")} - sys.stdlib_module_names - {"zhfix"}
    assert foreign == set()
    assert not {"json", "difflib", "numpy", "click", "zhfix.cli"} & set(loaded.split(","))


def test_every_public_name_is_there_and_listed() -> None:
    for name in zhfix.__all__:
        assert getattr(zhfix, name) is not None
        assert name in dir(zhfix)
    names: dict[str, object] = {}
    exec("from zhfix import *", names)  # noqa: S102 - what a user may type
    assert names.keys() >= set(zhfix.__all__) - {"__version__"}
    assert not hasattr(zhfix, "no_such_name")


def test_submodules_can_be_had_without_importing_them() -> None:
    assert run("import zhfix; print(zhfix.errors.EditError.__name__, zhfix.presets.REPAIR[0].rule)")
