"""Pipelines: edits in the coordinates of the input, protected spans, doubtful edits, rules that never come to rest."""

from __future__ import annotations

import functools
import json
import pickle
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import damaged_text, small_text
from zhfix import Edit, EditError, Evidence, Finding, InputTypeError, OptionError, Pipeline, Result, apply_edits
from zhfix.normalizer import normalizer

# --- rules of our own, each as simple as can show the point -----------------------


@normalizer(probe="甲")
def double_jia(text: str) -> Iterator[Edit]:
    """甲 becomes 乙乙."""
    for match in re.finditer("甲", text):
        yield Edit(*match.span(), "甲", "乙乙", double_jia.rule, 0.9, "doubled", ("丙",))


@normalizer(probe="乙丁")
def drop_ding(text: str) -> Iterator[Edit]:
    """丁 after 乙 goes."""
    for match in re.finditer("(?<=乙)丁", text):
        yield Edit(*match.span(), "丁", "", drop_ding.rule, 0.5, "dropped")


@normalizer(probe="戊")
def report_wu(text: str) -> Iterator[Finding]:
    """Each 戊 is reported."""
    for match in re.finditer("戊", text):
        yield Finding(*match.span(), report_wu.rule, "warning", "a 戊")


@normalizer(probe="[ab]")
def swap_ab(text: str) -> Iterator[Edit]:
    """The first of a and b becomes the other, for ever."""
    if match := re.search("[ab]", text):
        yield Edit(*match.span(), match[0], "b" if match[0] == "a" else "a", swap_ab.rule)


@normalizer(probe="x")
def eat_one_x(text: str) -> Iterator[Edit]:
    """One x goes at a time, as many as there are: a cascade."""
    start = text.index("x")
    yield Edit(start, start + 1, "x", "", eat_one_x.rule)


@normalizer(probe="c")
def mark_a(text: str) -> Iterator[Edit]:
    """A c becomes d while an a stands in the text: what one rule does hangs on what another has done."""
    if "a" in text:
        for match in re.finditer("c", text):
            yield Edit(*match.span(), "c", "d", mark_a.rule)


@normalizer(probe="丙")
def follow_majority(text: str, *, evidence: Evidence) -> Iterator[Edit | Finding]:
    """丙 goes where the document has three of them, and is reported elsewhere."""
    for match in re.finditer("丙", text):
        if evidence.sample.count("丙") >= 3:
            yield Edit(*match.span(), "丙", "", follow_majority.rule)
        else:
            yield Finding(*match.span(), follow_majority.rule, "info", "a lone 丙")


@normalizer(probe="問")
def repair_and_report(text: str) -> Iterator[Edit | Finding]:
    """問? becomes 問, and one character is reported lost there."""
    for match in re.finditer(r"問\?", text):
        yield Edit(*match.span(), match[0], "問", repair_and_report.rule)
        yield Finding(*match.span(), repair_and_report.rule, "error", "one lost", lost=1)


RULES = (double_jia, drop_ding, report_wu, swap_ab, eat_one_x, mark_a, follow_majority, repair_and_report)


def strip_all(text: str) -> str:
    return text.strip()


# --- composition ----------------------------------------------------------------


def test_edits_are_traced_back_to_the_input() -> None:
    result = Pipeline([double_jia, drop_ding, report_wu]).explain("丁甲丁戊甲")
    assert result.text == "丁乙乙戊乙乙"
    assert result.edits == (
        Edit(1, 3, "甲丁", "乙乙", double_jia.rule, 0.45, "doubled; dropped", ("丙",)),
        Edit(4, 5, "甲", "乙乙", double_jia.rule, 0.9, "doubled", ("丙",)),
    )
    assert result.findings == (Finding(3, 4, report_wu.rule, "warning", "a 戊"),)
    assert [(step.rule, [e[:4] for e in step.edits]) for step in result.steps] == [
        (double_jia.rule, [(1, 2, "甲", "乙乙"), (4, 5, "甲", "乙乙")]),
        (drop_ding.rule, [(3, 4, "丁", "")]),
    ]
    assert result.undo() == result.source == "丁甲丁戊甲"
    assert (result.to_output((3, 4)), result.to_source((3, 4))) == ((3, 4), (3, 4))
    assert result.to_source((1, 2)) == (1, 3)


@given(st.lists(st.sampled_from(RULES), max_size=5), st.text("甲乙丙丁戊abcdx問?", max_size=14))
def test_a_pipeline_of_rules_keeps_the_laws(rules: list[object], text: str) -> None:
    pipeline = Pipeline(rules)  # type: ignore[arg-type]  # they are rules
    result = pipeline.explain(text)
    assert pipeline(text) == result.text == apply_edits(text, result.edits)
    assert pipeline.edits(text) == list(result.edits)
    assert result.undo() == text
    now = text
    for step in result.steps:
        assert step.edits
        now = apply_edits(now, step.edits)
    assert now == result.text
    assert pipeline(result.text) is result.text  # idempotent
    for finding in result.findings:
        assert 0 <= finding.start <= finding.end <= len(text)
    if result.text == text:
        assert result.text is text


@given(damaged_text)
def test_a_pipeline_with_functions_keeps_what_laws_it_can(text: str) -> None:
    pipeline = Pipeline([str.strip, double_jia, str.swapcase, functools.partial(re.sub, "，+", "、")], markup="none")
    result = pipeline.explain(text)
    assert result.text == re.sub("，+", "、", text.strip().replace("甲", "乙乙").swapcase())
    assert apply_edits(text, result.edits) == result.text
    assert result.undo() == text


def test_an_empty_pipeline_gives_the_same_object() -> None:
    text = "甲" * 2
    assert Pipeline([])(text) is text


# --- functions ------------------------------------------------------------------


def test_functions_run_once_and_are_named() -> None:
    pipeline = Pipeline([strip_all, lambda text: text + "!", functools.partial(re.sub, "b", "B"), double_jia])
    result = pipeline.explain(" 甲b ")
    assert result.text == "乙乙B!"
    assert [step.rule for step in result.steps] == ["user.strip_all", "user.lambda", "user.sub", double_jia.rule]
    assert result.steps[0].edits[0].reason == "changed by the function strip_all"


@pytest.mark.parametrize("wrong", [None, b"x", 3])
def test_a_function_that_returns_no_text_is_named_in_the_error(wrong: object) -> None:
    def forgetful(_text: str) -> str:
        return wrong  # type: ignore[return-value]  # wrong on purpose

    with pytest.raises(InputTypeError, match=rf"user\.forgetful returned {type(wrong).__name__}: a function"):
        Pipeline([forgetful])("甲")


def test_pipelines_may_be_steps() -> None:
    inner = Pipeline([double_jia], terms=["甲甲"])
    outer = Pipeline([inner, drop_ding])
    assert outer("甲丁甲甲") == "乙乙甲甲"
    assert outer.edits("甲丁")[0].rule == double_jia.rule


# --- what is not touched ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("見http://a.cn/x1 甲", "見http://a.cn/x1 乙乙"),
        ("`甲`與甲", "`甲`與乙乙"),
        ("甲`x`甲", "乙乙`x`乙乙"),  # beside a span is not in it
    ],
)
def test_protected_spans_stay(text: str, expected: str) -> None:
    assert Pipeline([double_jia])(text) == expected
    assert Pipeline([double_jia], markup="none")(text) == text.replace("甲", "乙乙")


def test_findings_in_protected_spans_are_none() -> None:
    assert [f.start for f in Pipeline([report_wu]).explain("`戊`戊").findings] == [3]


def test_functions_cannot_change_protected_spans_either() -> None:
    assert Pipeline([str.upper])("go http://a.cn/b ok") == "GO http://a.cn/b OK"


def test_an_edit_of_an_earlier_step_does_not_open_a_span_to_a_later_one() -> None:
    @normalizer(probe="`")
    def break_code(text: str) -> Iterator[Edit]:
        for match in re.finditer("(?<=甲)`", text):
            yield Edit(*match.span(), "`", "", break_code.rule)

    assert Pipeline([break_code, double_jia])("`甲`") == "`甲`"


@given(st.lists(st.sampled_from(["甲", "丁", "a", "x", "`", "`甲x`", "http://a/甲", "$a$"]), max_size=12).map("".join))
def test_terms_survive(text: str) -> None:
    pipeline = Pipeline([double_jia, drop_ding, swap_ab, eat_one_x], terms=["甲x", "丁"])
    result = pipeline.explain(text)
    for match in re.finditer("甲x|丁", text):
        start, end = result.to_output(match.span())
        assert result.text[start:end] == match[0]


def test_doubtful_edits_become_findings() -> None:
    result = Pipeline([double_jia, drop_ding], min_confidence=0.8).explain("甲丁")
    assert result.text == "乙乙丁"
    assert result.findings == (Finding(1, 2, drop_ding.rule, "warning", "dropped"),)


# --- rest -------------------------------------------------------------------------


def test_a_rule_that_never_rests_is_left_out_and_reported() -> None:
    result = Pipeline([swap_ab, double_jia, report_wu]).explain("甲 a戊")
    assert result.text == "乙乙 a戊"
    (unsettled,) = [f for f in result.findings if f.rule == swap_ab.rule]
    assert unsettled[:4] == (2, 3, swap_ab.rule, "info")
    assert "left out" in unsettled.reason
    assert [f.rule for f in result.findings] == [swap_ab.rule, report_wu.rule]


@pytest.mark.parametrize(("count", "left"), [(1, 0), (2, 0), (3, 3), (9, 9)])
def test_a_cascade_is_followed_twice(count: int, left: int) -> None:
    pipeline = Pipeline([eat_one_x])
    assert pipeline("x" * count) == "x" * left
    assert bool(pipeline.explain("x" * count).findings) == bool(left)


def test_where_leaving_a_rule_out_does_not_last_nothing_is_changed() -> None:
    @normalizer(probe="[ab]")
    def swap(text: str) -> Iterator[Edit]:
        if "p" in text or "a" in text:  # for ever where there is a p, else once
            at = re.search("[ab]", text)
            assert at
            yield Edit(*at.span(), at[0], "b" if at[0] == "a" else "a", swap.rule, reason="swapped")

    @normalizer(probe="p")
    def drop_p(text: str) -> Iterator[Edit]:
        if "a" in text:
            yield Edit(text.index("p"), text.index("p") + 1, "p", "", drop_p.rule, reason="dropped")

    pipeline = Pipeline([swap, drop_p])
    result = pipeline.explain("pa")
    assert result.text is result.source  # without swap it would be "a", which the next call would make "b"
    assert not result.edits
    assert {finding.rule for finding in result.findings} == {swap.rule, drop_p.rule}


def test_evidence_is_that_of_the_text_of_each_pass() -> None:
    assert Pipeline([follow_majority])("丙丙丙") == ""
    lone = Pipeline([follow_majority]).explain("丙丙")
    assert (lone.text, len(lone.findings)) == ("丙丙", 2)
    assert Pipeline([follow_majority])("丙", evidence=Evidence("丙丙丙")) == ""
    # given evidence holds for every pass; the text's own is gathered afresh from what a pass wrote
    terms = Pipeline([follow_majority], terms=["甲丙"])
    assert [f.start for f in terms.explain("丙丙甲丙").findings] == []
    assert terms("丙丙甲丙") == "甲丙"


# --- findings ---------------------------------------------------------------------


def test_a_finding_that_a_later_rule_repairs_is_gone() -> None:
    @normalizer(probe="戊")
    def repair_wu(text: str) -> Iterator[Edit]:
        for match in re.finditer("戊", text):
            yield Edit(*match.span(), "戊", "己", repair_wu.rule)

    assert Pipeline([report_wu, repair_wu]).explain("戊").findings == ()
    assert len(Pipeline([report_wu]).explain("戊").findings) == 1


def test_a_rule_may_repair_a_place_and_report_what_is_lost_there() -> None:
    result = Pipeline([repair_and_report, report_wu]).explain("甲問?戊")
    assert result.text == "甲問戊"
    assert [f[:3] for f in result.findings] == [(1, 3, repair_and_report.rule), (3, 4, report_wu.rule)]


def test_findings_of_later_passes_are_told_once() -> None:
    assert [f.start for f in Pipeline([double_jia, report_wu]).explain("甲戊").findings] == [1]


# --- options ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "complaint"),
    [
        (double_jia, "takes a list of steps: pass"),
        (7, "takes a list of normalizers"),
        ("repair", "is a normalizer or a str -> str function, not 'r'"),
        ([double_jia, "strip"], "is a normalizer or a str -> str function, not 'strip'"),
    ],
)
def test_wrong_steps_are_refused(steps: object, complaint: str) -> None:
    with pytest.raises(OptionError, match=complaint):
        Pipeline(steps)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"markup": "txt"}, "unknown markup 'txt', did you mean 'text'"),
        ({"markup": "pdf"}, "unknown markup 'pdf'. There are: text, markdown, html, none"),
        ({"terms": "新村"}, r"terms takes a list of strings: pass \['新村'\]"),
        ({"terms": [""]}, "terms takes strings of one character or more"),
        ({"terms": b"ab"}, "terms takes strings"),
        ({"terms": None}, "terms takes a list of strings, not None"),
        ({"min_confidence": 90}, "a number from 0 to 1"),
        ({"min_confidence": True}, "a number from 0 to 1"),
        ({"min_confidence": float("nan")}, "a number from 0 to 1"),
        ({"expect": "ja"}, "unknown expectation 'ja'"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, object], complaint: str) -> None:
    with pytest.raises(OptionError, match=complaint):
        Pipeline([], **options)  # type: ignore[arg-type]  # wrong on purpose


def test_wrong_texts_and_evidence_are_refused() -> None:
    with pytest.raises(InputTypeError, match=r"zhfix\.decode"):
        Pipeline([])(b"x")  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(OptionError, match="evidence is an Evidence or None, not 'page'"):
        Pipeline([])("x", evidence="page")  # type: ignore[arg-type]  # wrong on purpose


def test_expectations_reach_the_rules() -> None:
    seen = []

    @normalizer(probe="")
    def look(_text: str, *, evidence: Evidence) -> Iterator[Edit]:
        seen.append(evidence.expect)
        return iter(())

    Pipeline([look], expect="zh")("甲")
    assert seen == ["zh"]


# --- results ------------------------------------------------------------------------


def test_pipelines_pickle_and_print() -> None:
    pipeline = Pipeline([double_jia, strip_all], terms=["己"], min_confidence=0.5)
    copy: Pipeline = pickle.loads(pickle.dumps(pipeline))  # noqa: S301 - our own bytes
    assert copy.explain(" 甲己") == pipeline.explain(" 甲己")
    assert repr(copy) == repr(pipeline)
    steps = "<normalizer test_pipeline.double_jia>, <function user.strip_all>"
    assert repr(pipeline) == f"Pipeline([{steps}], terms=('己',), min_confidence=0.5)"


@given(st.text("甲丁戊a\ud800", max_size=8))
def test_results_are_frozen_pickle_and_turn_into_json(text: str) -> None:
    result = Pipeline([double_jia, drop_ding, report_wu, str.upper]).explain(text)
    with pytest.raises(AttributeError):
        result.text = ""  # type: ignore[misc]  # frozen
    copy: Result = pickle.loads(pickle.dumps(result))  # noqa: S301 - our own bytes
    assert copy == result
    plain = json.loads(json.dumps(result.to_dict()))
    assert plain == result.to_dict()
    assert tuple(Edit(**{**e, "alternatives": tuple(e["alternatives"])}) for e in plain["edits"]) == result.edits
    assert (plain["source"], plain["text"]) == (text, result.text)


@given(small_text)
def test_spans_outside_the_text_are_refused(text: str) -> None:
    result = Result(text, text)
    assert result.to_source((0, len(text))) == (0, len(text))
    for span in ((0, len(text) + 1), (-1, 0), (1, 0)):
        with pytest.raises(EditError, match="is no span of a text of"):
            result.to_output(span)
        with pytest.raises(EditError, match="is no span of a text of"):
            result.to_source(span)


# --- passes over what was repaired ------------------------------------------------


@given(st.lists(damaged_text, min_size=2, max_size=8).map("\n".join))
def test_lines_that_no_edit_touched_need_no_second_look(text: str) -> None:
    quick = Pipeline.from_preset("tidy").explain(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Evidence, "agrees_with", lambda *_: False)  # then all is looked at again
        whole = Pipeline.from_preset("tidy").explain(text)
    assert (quick.text, quick.edits, set(quick.findings)) == (whole.text, whole.edits, set(whole.findings))


def test_a_rule_of_lines_is_asked_again_for_the_repaired_ones_alone() -> None:
    seen: list[str] = []

    @normalizer(probe="x")
    def eat_x(text: str) -> Iterator[Edit]:
        seen.append(text)
        yield from (Edit(*match.span(), "x", "", eat_x.rule) for match in re.finditer("x(?!x)", text))

    lines = ["甲" * 300, "乙xx乙", "丙" * 300, "丁" * 300, "戊x戊", "己" * 300]
    assert Pipeline([eat_x])("\n".join(lines)) == "\n".join(line.replace("x", "") for line in lines)
    assert seen[0] == "\n".join(lines)
    assert seen[1:] == ["\n".join([lines[0], "乙x乙", lines[2], ""])]


def test_evidence_agrees_where_all_that_was_measured_is_the_same() -> None:
    first = Evidence("甲乙")
    assert first.measure(len) == 2
    assert Evidence("丙丁").agrees_with(first)
    assert not Evidence("丙").agrees_with(first)
    assert not Evidence("丙丁", expect="zh").agrees_with(first)
    assert not Evidence.gather(["甲".encode("gbk")]).agrees_with(first)


def test_evidence_that_is_overheard_agrees_by_what_it_was_asked() -> None:
    whole = Evidence("甲乙")
    asked = whole.overhear()
    assert (asked.sample, asked.measure(len), whole.measure(str.isascii)) == ("甲乙", 2, False)
    heard = whole.overhear()
    assert heard.measure(len) == 2
    assert Evidence("丙丁").agrees_with(heard)
    assert not Evidence("丙").agrees_with(heard)
    assert not Evidence("丙丁").agrees_with(asked), "it was asked for the text itself"
    assert Evidence("ab").agrees_with(heard), "nobody asked of it whether it is ASCII"
    assert not Evidence("ab").agrees_with(whole)


def test_each_rule_is_spared_by_what_it_asked_itself() -> None:
    """The first rule changes what the second measures, and not what the third does."""
    seen: dict[str, list[str]] = {"counts": [], "looks": []}

    @normalizer(probe="x")
    def drop_x(text: str) -> Iterator[Edit]:
        yield from (Edit(*match.span(), "x", "", drop_x.rule) for match in re.finditer("x", text))

    @normalizer(probe="[一-龥]")
    def counts(text: str, *, evidence: Evidence) -> Iterator[Edit]:
        seen["counts"].append(text)
        evidence.measure(len)
        yield from ()

    @normalizer(probe="[一-龥]")
    def looks(text: str, *, evidence: Evidence) -> Iterator[Edit]:
        seen["looks"].append(text)
        evidence.measure(str.isascii)
        yield from ()

    lines = ["甲" * 300, "乙x乙", "丙" * 300, "丁" * 300]
    repaired = "\n".join(lines).replace("x", "")
    assert Pipeline([drop_x, counts, looks])("\n".join(lines)) == repaired
    assert seen["counts"] == [repaired, repaired]
    assert seen["looks"] == [repaired, "\n".join([lines[0], "乙乙", lines[2], ""])]
