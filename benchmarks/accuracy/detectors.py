"""Detectors of encodings, asked about samples."""
# ruff: noqa: INP001 - modules of a script, no package

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from typing import Any

from judge import Answer, Sample
from tools import Tool


class Detector(Tool):
    """A tool that says which encoding bytes are in."""

    def answer(self, sample: Sample) -> Answer:
        """Return what the tool says of a sample."""
        request: dict[str, Any] = {"op": "detect", "data": b64encode(sample.data).decode()}
        if sample.fields:
            request["fields"] = [b64encode(item).decode() for item in sample.data.split(b"\n")]
        reply = self.ask(request)
        segments, texts = reply.get("segments"), reply.get("texts")
        return Answer(
            reply["encoding"],
            reply.get("text"),
            reply.get("confidence"),
            None if segments is None else tuple((start, end, name) for start, end, name in segments),
            None if texts is None else tuple(texts),
            reply.get("error", ""),
        )

    def answer_all(self, samples: Iterable[Sample]) -> list[Answer]:
        """Return what the tool says of each."""
        return [self.answer(sample) for sample in samples]
