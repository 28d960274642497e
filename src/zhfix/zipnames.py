"""Names of members of zip archives: what they are, and what they should be.

A name without the flag for UTF-8 is in CP437 by the standard, and in practice in the code page of whoever packed it.
Info-ZIP's extra field with the name in Unicode comes before it, if its sum is that of the name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import BinaryIO, NamedTuple

from zhfix.decode_api import decode
from zhfix.encoding.codepages import read_sound
from zhfix.messages import reason
from zhfix.names import SURE, NameRepair, repair_names
from zhfix.renaming import check_name, fold
from zhfix.ziplayout import LONGEST_COMMENT, Layout, Member, read_layout


class MemberPlan(NamedTuple):
    """What becomes of a member: its name as it is and as it will be; `why` it stays, if it was to be changed.

    `comment` is the new one, None where it stays.  `rule`, `confidence` and `reason` are as in
    :class:`~zhfix.names.NameRepair`.
    """

    number: int
    before: str
    after: str
    rule: str = ""
    confidence: float = 1.0
    reason: str = ""
    why: str = ""
    comment: str | None = None
    is_guess: bool = False

    @property
    def is_change(self) -> bool:
        """Whether the member is to be written with another name or comment."""
        return not self.why and not self.is_guess and (self.before != self.after or self.comment is not None)


class ArchivePlan(NamedTuple):
    """What becomes of an archive: its layout, its members, and its comment before and after, if that is to change."""

    layout: Layout
    members: tuple[MemberPlan, ...]
    comment: tuple[str, str] | None

    @property
    def is_change(self) -> bool:
        """Whether there is anything to do."""
        return self.comment is not None or any(member.is_change for member in self.members)


def plan_archive(file: BinaryIO, *, encoding: str | None = None) -> ArchivePlan:
    """Return what the members of a zip archive, open for reading, should be called.

    Raises :class:`~zhfix.errors.ArchiveError` where it is damaged.

    >>> import io, zipfile
    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as archive:
    ...     archive.writestr("ÖÐÎÄ.txt", "text")
    >>> [(member.before, member.after) for member in plan_archive(file).members]
    [('ÖÐÎÄ.txt', '中文.txt')]
    """
    layout = read_layout(file)
    shown = [show_member(member) for member in layout.members]
    pools: dict[bool, dict[str, NameRepair]] = {}
    for legacy in (False, True):
        names = [name for name, member in zip(shown, layout.members, strict=True) if _is_legacy(member) == legacy]
        pools[legacy] = repair_names(_split(names), encoding=encoding, archive=legacy)
    plans = [
        _plan_member(number, name, pools[_is_legacy(member)])
        for number, (name, member) in enumerate(zip(shown, layout.members, strict=True))
    ]
    usual = Counter(
        repair.encoding for repair in pools[True].values() if repair.is_sure and repair.encoding
    ).most_common(1)
    spoken = encoding or (usual[0][0] if usual else None)
    plans = [
        _plan_comment(plan, member, pools[_is_legacy(member)], spoken)
        for plan, member in zip(_refuse_twins(plans), layout.members, strict=True)
    ]
    return ArchivePlan(layout, tuple(plans), _plan_archive_comment(layout.comment, spoken))


def show_member(member: Member) -> str:
    """Return the name of a member as programs that go by the standard show it."""
    if member.is_utf8:
        return member.name.decode("utf-8", "surrogateescape")
    if (name := member.unicode_name) is not None:
        return name
    return member.name.decode("cp437")


def _is_legacy(member: Member) -> bool:
    """Return whether the archive does not say what encoding the name is in, and it matters."""
    return not (member.is_utf8 or member.name.isascii() or member.unicode_name is not None)


def _split(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(part for name in names for part in name.split("/") if part))


def _plan_member(number: int, name: str, repairs: Mapping[str, NameRepair]) -> MemberPlan:
    if is_outside(name):
        return MemberPlan(number, name, name, why=reason("names.outside"))
    parts = name.split("/")
    used = [repairs[part] for part in parts if part in repairs]
    lost = next((repair for repair in used if repair.after == repair.before), None)
    if lost:
        return MemberPlan(number, name, name, why=lost.reason)
    used = [repair for repair in used if repair.after != repair.before]
    if not used:
        return MemberPlan(number, name, name)
    least = min(used, key=lambda repair: repair.confidence)
    after = "/".join(repairs[part].after if part in repairs else part for part in parts)
    wrong = next((why for repair in used if (why := check_name(repair.before, repair.after))), None)
    if wrong is None and is_outside(after):
        wrong = reason("names.directory")
    return MemberPlan(
        number,
        name,
        after,
        least.rule,
        least.confidence,
        least.reason,
        wrong or "",
        is_guess=not least.is_sure,
    )


def is_outside(name: str) -> bool:
    r"""Return whether a name leads out of the folder that a careless program unpacks it to.

    >>> [is_outside(name) for name in ("../a", "/etc/a", "C:\\a", "a/../../b", "a..b/c")]
    [True, True, True, True, False]
    """
    return bool(_outside().search(name))


@cache
def _outside() -> re.Pattern[str]:
    return re.compile(r"\A[/\\]|\A[A-Za-z]:|(?:\A|[/\\])\.\.(?:[/\\]|\Z)|\0")


def _refuse_twins(plans: list[MemberPlan]) -> list[MemberPlan]:
    """Leave the names of members that would be called as others are; those that are called alike may stay so."""
    while True:
        named: defaultdict[str, set[str]] = defaultdict(set)
        for plan in plans:
            named[fold((plan.after if plan.is_change else plan.before).rstrip("/"))].add(plan.before)
        twins = {
            plan.number: reason("names.twice", after=plan.after, others=len(others) - 1)
            for plan in plans
            if plan.is_change and len(others := named[fold(plan.after.rstrip("/"))]) > 1
        }
        if not twins:
            return plans
        plans = [plan._replace(why=twins.get(plan.number, plan.why)) for plan in plans]


def _plan_comment(
    plan: MemberPlan, member: Member, repairs: Mapping[str, NameRepair], encoding: str | None
) -> MemberPlan:
    """Add the new comment of a member: it has to be UTF-8 where the name is."""
    if not member.comment or plan.why or plan.is_guess:
        return plan
    if member.is_utf8 or member.comment.isascii():
        return plan
    known = next((repairs[part].encoding for part in plan.before.split("/") if part in repairs), "") or encoding
    text = member.unicode_comment
    if text is None and known:
        text = read_sound(member.comment, known)
    if plan.is_change:  # the flag is for both
        return plan._replace(comment=member.comment.decode("cp437") if text is None else text)
    if text is None or not member.name.isascii() or member.unicode_comment is not None:
        return plan
    return plan._replace(comment=text, rule="names.misread", reason=reason("names.misread", was=known, read="cp437"))


def _plan_archive_comment(comment: bytes, encoding: str | None) -> tuple[str, str] | None:
    """Return the comment of an archive as it is shown and as it will be, in UTF-8; None where it stays."""
    if comment.isascii() or read_sound(comment, "utf-8") is not None:
        return None
    text = read_sound(comment, encoding) if encoding else None
    if text is None:
        decoded = decode(comment)
        if decoded.edits or decoded.confidence < SURE or decoded.encoding not in ("gb18030", "big5"):
            return None
        text = decoded.text
    if len(text.encode()) > LONGEST_COMMENT:
        return None
    return comment.decode("cp437"), text
