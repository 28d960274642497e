r"""``Pipeline``: rules and functions one after another, with every edit traced back to the text that was given.

>>> from zhfix.normalizers import strip_controls
>>> clean = Pipeline([strip_controls, str.rstrip])
>>> clean("中\x08文 ")
'中文'
>>> [(edit.start, edit.before, edit.rule) for edit in clean.edits("中\x08文 ")]
[(1, '\x08', 'invisible.strip_controls'), (3, ' ', 'user.rstrip')]
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from zhfix.blocks import LONGEST, Block, Part, cut_blocks, cut_touched, join_blocks, keep_own, place_parts
from zhfix.diff import diff_edits
from zhfix.edits import Edit, Finding, Mapping, Span, apply_edits
from zhfix.errors import InputTypeError, OptionError, check_text
from zhfix.evidence import Evidence, check_evidence
from zhfix.messages import reason
from zhfix.normalizer import Normalizer
from zhfix.options import check_choice, check_share, check_strings
from zhfix.prefilter import Prefilter
from zhfix.protect import MARKUPS, find_protected
from zhfix.result import Result, split_steps
from zhfix.run import Run, keep_apart

if TYPE_CHECKING:
    from zhfix.selection import RuleOptions

RERUNS = 2
"""How often a pipeline runs again over its own output before it leaves out a rule that still changes something."""
SPARSE = 1_024
"""Characters for each thing found, on average, from which only the lines with one are asked what is protected."""

EXPECTATIONS = ("zh",)
"""What a caller may know a text to be: Chinese."""

Rule: TypeAlias = "Normalizer | Pipeline | Callable[[str], str]"


class Pipeline:
    """Rules, other pipelines and any ``str -> str`` functions, run in the order given.

    What lies in a protected span (see :func:`zhfix.protect.find_protected`) or equals one of `terms` is not changed.
    Edits of less than `min_confidence` are reported as findings and not made.  `expect` is ``"zh"`` where the caller
    knows that the text is Chinese; rules are told so.

    Rules run again over what they wrote, at most :data:`RERUNS` times, until nothing changes any more; a rule that
    never comes to rest is left out for that text and reported.  So a pipeline of rules is idempotent.  Functions of
    the user's own run once, as nobody knows whether they may run twice; their changes are found by comparing the texts
    and have the rule id ``user.name``.

    Rules go through a text of more than :data:`~zhfix.blocks.LONGEST` characters block by block, each seen with what
    stands around it, as through a stream.  Functions are given the whole text, and then rules are as well.
    """

    def __init__(
        self,
        steps: Iterable[Rule],
        *,
        markup: str = "text",
        terms: Iterable[str] = (),
        min_confidence: float | None = None,
        expect: str | None = None,
    ) -> None:
        self.steps = _check_steps(steps)
        self.markup = check_choice("markup", markup, MARKUPS)
        self.terms = check_strings("terms", terms)
        self.min_confidence = check_share("min_confidence", min_confidence)
        self.expect = None if expect is None else check_choice("expectation", expect, EXPECTATIONS)
        self._prefilter = Prefilter(self.steps)

    @classmethod
    def from_preset(
        cls,
        name: str = "repair",
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        options: RuleOptions | None = None,
        markup: str = "text",
        terms: Iterable[str] = (),
        min_confidence: float | None = None,
        expect: str | None = None,
    ) -> Pipeline:
        r"""Return a pipeline of the rules of a preset, as :func:`zhfix.fix` runs them.

        `select` runs only some rules and `ignore` leaves some out, by id, function name or family; a preset's name
        stands for all its rules.  An id may be that of a rule which the preset does not run.  `options` are those of
        rules, by id.  The others are those of every pipeline.

        >>> keep = Pipeline.from_preset("repair", options={"invisible.strip_controls": {"keep": "\u200b"}})
        >>> keep("展\u200b覽館的服務(wù)隊(duì)開(kāi)始工作") == "展\u200b覽館的服務隊開始工作"
        True
        >>> more = Pipeline.from_preset("repair", select=["invisible", "rebalance_quotes"])
        >>> [step.rule for step in more.steps]
        ['invisible.strip_controls', 'quotes.rebalance_quotes']
        """
        from zhfix.selection import choose_rules  # a pipeline of other steps needs none of the rules

        rules = choose_rules(name, select, ignore, options)
        return cls(rules, markup=markup, terms=terms, min_confidence=min_confidence, expect=expect)

    def __call__(self, text: str, /, *, evidence: Evidence | None = None) -> str:
        """Return the repaired text; the same object where there is nothing to repair."""
        check_text(text, "Pipeline")
        check_evidence(evidence)
        known = () if evidence is None else (evidence,)
        if len(text) > LONGEST:
            return self._explain_long(text, known, tells=False).text
        chosen = self._choose(text, known, tells=False)
        return self._finish(Run(text, known, chosen, tells=False)).text if chosen else text

    def edits(self, text: str, /, *, evidence: Evidence | None = None) -> list[Edit]:
        """Return the edits that lead to the repaired text, in the coordinates of `text`."""
        return list(self.explain(text, evidence=evidence).edits)

    def explain(self, text: str, /, *, evidence: Evidence | None = None) -> Result:
        """Return the repaired text with every edit, the findings that are left, and what each step did.

        Rules decide doubtful places by `evidence`; where none is given, the text speaks for itself.
        """
        check_text(text, "Pipeline")
        check_evidence(evidence)
        known = () if evidence is None else (evidence,)
        if len(text) > LONGEST:
            return self._explain_long(text, known)
        return self._finish(Run(text, known, self._choose(text, known))).result()

    def _explain_long(self, text: str, known: Sequence[Evidence], *, tells: bool = True) -> Result:
        """Explain a text in blocks, if the steps allow it."""
        if not self.has_reach:
            return self._finish(Run(text, known, self._choose(text, known, tells=tells), tells=tells)).result()
        found = self.find_in_blocks(cut_blocks([text]), known, tells=tells)
        return self._join(text, join_blocks(found))

    def _choose(
        self, text: str, known: Sequence[Evidence], *, tells: bool = True, within: str | None = None
    ) -> Sequence[int]:
        """Return the places of the steps that may find something, or where it `tells` nothing may edit something.

        `text` may be lines `within` a longer one, whose other lines are not asked about.
        """
        chosen = self._prefilter.choose(text, alone=not known, within=within)
        return chosen if tells else [i for i in chosen if i not in self._reporters]

    @cached_property
    def _reporters(self) -> frozenset[int]:
        """The places of the rules that make no edits."""
        return frozenset(i for i, step in enumerate(self.steps) if isinstance(step, Normalizer) and not step.repairs)

    @property
    def has_reach(self) -> bool:
        """Whether all steps are rules, which look no farther than their reach: a long text goes through in blocks."""
        return all(step.has_reach if isinstance(step, Pipeline) else _is_rule(step) for step in self.steps)

    def find_in_blocks(
        self, blocks: Iterable[Block], known: Sequence[Evidence] = (), *, tells: bool = True
    ) -> Iterator[tuple[Block, Sequence[Edit], Sequence[Finding]]]:
        """Yield each of the blocks of a text with what is found in it.

        `known` is the evidence that each pass goes by, the last for all further ones.  Where there is none it is taken
        from the first block.  With `tells` findings are told and not only edits.
        """
        for block in blocks:
            found, used = self.find_in_block(block, known, tells=tells)
            known = known or used
            yield block, *found

    def find_in_block(
        self, block: Block, known: Sequence[Evidence], *, tells: bool = True
    ) -> tuple[tuple[list[Edit], list[Finding]], tuple[Evidence, ...]]:
        """Return what is found in one block, and the evidence that each pass went by."""
        seen = block.seen
        run = self._finish(Run(seen, known, self._choose(seen, known, tells=tells), tells=tells))
        result = run.result()
        return keep_own(block, result.edits, result.findings), tuple(run.used)

    def _join(self, text: str, parts: Iterable[Part]) -> Result:
        """Return the result for a whole text of what was found in its parts."""
        edits, findings = place_parts(parts)
        order = {_rule_id(step): i for i, step in reversed(list(enumerate(self.steps)))}
        steps = split_steps(edits, sorted({e.rule for e in edits}, key=lambda rule: (order.get(rule, -1), rule)))
        return Result(text, apply_edits(text, edits), tuple(edits), tuple(findings), steps)

    def _finish(self, run: Run) -> Run:
        """Run over a text in one go; return the run that came to rest."""
        run = self._settle(run)
        if run.left_out and self._settle(Run(run.text, run.known, self._choose(run.text, run.known))).text != run.text:
            # The rules that were left out do come to rest on what the others wrote, so the next call would change
            # it.  The text as it was given is the one answer that stays: its edits are reported, and none is made.
            result = run.result()
            notes = [Finding(e.start, e.end, e.rule, "warning", e.reason) for e in result.edits]
            rules = frozenset(range(len(self.steps))) - self._functions
            run = run.without(rules, [*result.findings, *notes])
            self._repeat(run)
        return run

    def _settle(self, run: Run) -> Run:
        """Run, leaving out one rule after another until the rest leave their own output alone."""
        while (restless := self._repeat(run)) is not None:
            step, note = restless
            run = run.without({step}, [note])
        return run

    def _repeat(self, run: Run) -> tuple[int, Finding] | None:
        """Run until nothing changes; else return the step that still changes something, with a note where."""
        known = run.known
        for rerun in range(RERUNS + 1):
            evidence = known[min(rerun, len(known) - 1)] if known else Evidence(run.text)
            if self.expect is not None:
                evidence = evidence.expecting(self.expect)
            run.used.append(evidence)
            before = run.text
            left = run.left_out if not rerun else run.left_out.union(self._functions)
            restless = self._pass(run, evidence, left, is_last=rerun == RERUNS)
            if restless is not None or run.text is before:
                return restless
        return None

    @cached_property
    def _functions(self) -> frozenset[int]:
        """The places of the user's functions, which run once."""
        return frozenset(i for i, step in enumerate(self.steps) if not _is_rule(step))

    def _pass(
        self, run: Run, evidence: Evidence, left_out: frozenset[int], *, is_last: bool
    ) -> tuple[int, Finding] | None:
        """Run each chosen step once; return the first that still changes something in the last pass, with a note where.

        Edits may choose further ones.  A rule of lines is spared those that no edit touched, where this evidence says
        what it heard in an earlier pass.
        """
        run.protected = None
        for i, step in enumerate(self.steps):
            if i not in run.chosen or i in left_out:
                continue
            blocks, hearing = None, evidence
            if run.has_lines and isinstance(step, Normalizer) and step.reach == "line":
                if i in run.heard and evidence.agrees_with(run.heard[i]):
                    blocks = [*cut_touched(run.text, run.touched)]
                else:
                    hearing = run.heard[i] = evidence.overhear()
            edits, findings = self._ask_all(step, run.text, hearing, blocks)
            if not edits and (not run.tells or run.knows(findings)):
                continue
            everywhere = isinstance(step, Normalizer) and step.everywhere
            spans = self._list_protected(run, [*edits, *findings], everywhere=everywhere)
            edits, findings = keep_apart(edits, spans), keep_apart(findings, spans)
            if edits and is_last:
                span = Mapping(run.edits).to_source(edits[0][:2])
                return i, Finding(*span, _rule_id(step), "info", reason("pipeline.unsettled"))
            run.advance(_rule_id(step), edits, findings)
            if edits:
                written = run.list_written()
                run.chosen.update(self._choose(written, run.known, tells=run.tells, within=run.text))
                if everywhere:  # what looked like markup was bytes of other text
                    run.protected = None
        return None

    def _list_protected(self, run: Run, found: Iterable[Edit | Finding], *, everywhere: bool) -> Sequence[Span]:
        """Return the spans that no edit may touch, at least those in lines with something `found`.

        Those of a whole text are found once a pass, as no edit of prose breaks them up, and only where much is found.
        """
        if everywhere:
            return find_protected(run.text, "none", self.terms)
        if run.protected is None:
            near = sorted((each.start, each.end) for each in found)
            if len(near) * SPARSE < len(run.text):
                return find_protected(run.text, self.markup, self.terms, near=near)
            run.protected = find_protected(run.text, self.markup, self.terms)
        return run.protected

    def _ask_all(
        self, step: Rule, text: str, evidence: Evidence, blocks: Sequence[Block] | None
    ) -> tuple[Sequence[Edit], Sequence[Finding]]:
        """Return the edits and findings of one step in a text, or in some blocks of it."""
        if blocks is None:
            return self._ask(step, text, evidence)
        found = ((block, keep_own(block, *self._ask(step, block.seen, evidence))) for block in blocks)
        return place_parts(Part(block.start, block.text, *own) for block, own in found)

    def _ask(self, step: Rule, text: str, evidence: Evidence) -> tuple[Sequence[Edit], Sequence[Finding]]:
        """Return the edits and findings of one step."""
        if isinstance(step, Normalizer):
            found = step.find_by(evidence, text)
            if not found:
                return (), ()
            edits: Sequence[Edit] = [x for x in found if isinstance(x, Edit)]
            findings: Sequence[Finding] = [x for x in found if isinstance(x, Finding)]
        elif isinstance(step, Pipeline):
            result = step.explain(text, evidence=evidence)
            edits, findings = result.edits, result.findings
        else:
            edits, findings = _call_function(step, text), ()
        if self.min_confidence is not None:
            doubtful = [e for e in edits if e.confidence < self.min_confidence]
            edits = [e for e in edits if e.confidence >= self.min_confidence]
            findings = [*findings, *(Finding(e.start, e.end, e.rule, "warning", e.reason) for e in doubtful)]
        return edits, findings

    def __repr__(self) -> str:
        steps = ", ".join(repr(step) if _is_rule(step) else f"<function {_rule_id(step)}>" for step in self.steps)
        options = "".join(
            f", {name}={value!r}"
            for name, value, default in (
                ("markup", self.markup, "text"),
                ("terms", self.terms, ()),
                ("min_confidence", self.min_confidence, None),
                ("expect", self.expect, None),
            )
            if value != default
        )
        return f"Pipeline([{steps}]{options})"


def _is_rule(step: Rule) -> bool:
    return isinstance(step, (Normalizer, Pipeline))


def _rule_id(step: Rule) -> str:
    if isinstance(step, Normalizer):
        return step.rule
    if isinstance(step, Pipeline):
        return "pipeline"
    while isinstance(step, functools.partial):
        step = step.func
    name = getattr(step, "__name__", type(step).__name__)
    return f"user.{name.strip('<>')}"


def _call_function(function: Callable[[str], str], text: str) -> list[Edit]:
    """Return what a function of the user's changes in `text`."""
    changed = function(text)
    rule = _rule_id(function)
    if not isinstance(changed, str):
        raise InputTypeError(
            f"{rule} returned {type(changed).__name__}: a function in a Pipeline takes text (str) and returns text"
        )
    if changed == text:
        return []
    return diff_edits(text, changed, rule, reason=reason("pipeline.callable", name=rule.partition(".")[2]))


def _check_steps(steps: object) -> tuple[Rule, ...]:
    if callable(steps):
        raise OptionError(f"Pipeline takes a list of steps: pass [{steps!r}]")
    if not isinstance(steps, Iterable):
        raise OptionError(f"Pipeline takes a list of normalizers and str -> str functions, not {steps!r}")
    checked = tuple(steps)
    for step in checked:
        if not callable(step):
            raise OptionError(f"a step of a Pipeline is a normalizer or a str -> str function, not {step!r}")
    return checked
