"""zhfix detects and repairs corrupted Chinese text.

>>> fix("本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。")
'本次活動服務企業，推進發展。'

:func:`fix` gives the repaired text, :func:`explain` every change with its reason, :func:`detect` everything that is
wrong.  Nothing below is loaded before it is used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than all that is done here
if TYPE_CHECKING:
    from zhfix import errors, names, normalizers, presets, report
    from zhfix.api import detect, explain, fix, preload
    from zhfix.decode_api import decode, decode_many, detect_encoding, encode_like
    from zhfix.edits import Edit, Finding, apply_edits
    from zhfix.encoding.decoded import ByteEdit, Decoded, Segment
    from zhfix.encoding.detect import Detection
    from zhfix.encoding.error_handler import register_error_handler
    from zhfix.errors import DataError, DecodeError, EditError, EncodeError, InputTypeError, OptionError, ZhfixError
    from zhfix.evidence import Evidence
    from zhfix.files import FileRepair, fix_file
    from zhfix.many import fix_many
    from zhfix.normalizer import Normalizer
    from zhfix.pipeline import Pipeline
    from zhfix.repairing import fix_lines
    from zhfix.result import Result
    from zhfix.script.convert import convert
    from zhfix.script.identify import Script, identify_script
    from zhfix.streams import decoder, open  # noqa: A004 - zhfix.open, as codecs.open

__version__ = "0.1.0"

__all__ = [
    "ByteEdit",
    "DataError",
    "DecodeError",
    "Decoded",
    "Detection",
    "Edit",
    "EditError",
    "EncodeError",
    "Evidence",
    "FileRepair",
    "Finding",
    "InputTypeError",
    "Normalizer",
    "OptionError",
    "Pipeline",
    "Result",
    "Script",
    "Segment",
    "ZhfixError",
    "__version__",
    "apply_edits",
    "convert",
    "decode",
    "decode_many",
    "decoder",
    "detect",
    "detect_encoding",
    "encode_like",
    "errors",
    "explain",
    "fix",
    "fix_file",
    "fix_lines",
    "fix_many",
    "identify_script",
    "names",
    "normalizers",
    "open",
    "preload",
    "presets",
    "register_error_handler",
    "report",
]

_HOMES = {
    "api": ("detect", "explain", "fix", "preload"),
    "decode_api": ("decode", "decode_many", "detect_encoding", "encode_like"),
    "edits": ("Edit", "Finding", "apply_edits"),
    "encoding.decoded": ("ByteEdit", "Decoded", "Segment"),
    "encoding.detect": ("Detection",),
    "encoding.error_handler": ("register_error_handler",),
    "errors": ("DataError", "DecodeError", "EditError", "EncodeError", "InputTypeError", "OptionError", "ZhfixError"),
    "evidence": ("Evidence",),
    "files": ("FileRepair", "fix_file"),
    "many": ("fix_many",),
    "names": (),
    "normalizer": ("Normalizer",),
    "normalizers": (),
    "pipeline": ("Pipeline",),
    "presets": (),
    "repairing": ("fix_lines",),
    "report": (),
    "result": ("Result",),
    "script.convert": ("convert",),
    "script.identify": ("Script", "identify_script"),
    "streams": ("decoder", "open"),
}


def __getattr__(name: str) -> object:
    """Load what is asked for (PEP 562): importing zhfix takes a millisecond, whatever it can do."""
    from importlib import import_module

    for home, names in _HOMES.items():
        if name == home or name in names:
            module = import_module(f"{__name__}.{home}")
            value = globals()[name] = module if name == home else getattr(module, name)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
