"""What all tests share: how Hypothesis runs, and where the material outside the project lies."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

# No deadline: the first example of a law may load the model.  In continuous integration the same examples every time.
settings.register_profile("zhfix", deadline=None, max_examples=80, derandomize=True)
settings.load_profile("zhfix")


@pytest.fixture
def shared() -> Path:
    """The folder of corpora and samples beside the project, where there is one."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder `shared` beside the project")
    return folder
