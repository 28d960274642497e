"""The files that a command is going to work at, the plans for them, and what was wrong with some."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhfix.batch import Task, show_name
from zhfix.cli.terminal import complain
from zhfix.complaints import explain_error
from zhfix.files import Plan
from zhfix.messages import reason


@dataclass(slots=True)
class Planned:
    """Tasks, each with the number of its plan; `plans` has the number of each, and `complaints` what was told."""

    tasks: list[Task] = field(default_factory=list)
    plans: dict[Plan, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def add(self, task: Task, plan: Plan) -> None:
        """Take a task up, to be done by a plan."""
        self.tasks.append(task._replace(plan=self.plans.setdefault(plan, len(self.plans))))

    def tell(self, complaint: str) -> None:
        """Say what is wrong; the rest goes on."""
        self.complaints.append(complaint)
        complain(complaint)

    def skip(self, path: str, error: OSError) -> None:
        """Say that a file cannot be read."""
        self.tell(reason("cli.cannot_read", name=show_name(path), why=explain_error(error)))
