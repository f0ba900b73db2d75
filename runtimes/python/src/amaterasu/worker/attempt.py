"""One attempt of an action, from its request to its end."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Any

from .. import running
from . import children, threads
from .action import Action, Fields, NotPublishable, Step
from .capture import Capture
from .errors import ActionError, ErrorReport, Report, fitting
from .facilities import Facilities
from .interrupts import interrupts, repeat_until
from .outbox import Outbox
from .process_state import ProcessState
from .request import Publication, RunRequest, wanted


class Attempt:
    """Runs in the main thread, where alone an interrupt can reach it."""

    def __init__(self, request: RunRequest, action: Action, outbox: Outbox, capture: Capture) -> None:
        self.request = request
        self.result: Fields | None = None
        self.ended = threading.Event()
        self._action = action
        self._outbox = outbox
        self._capture = capture
        self._errors = ErrorReport(request.file, request.source_root)
        self._step: Step | None = None
        self._cancelled = False
        self._is_in_code = False
        self._conclusion = threading.Lock()
        self._begun = False
        self._pid = os.getpid()

    def perform(self) -> None:
        """The whole attempt. Never raises."""
        with self._conclusion:
            if self.result is not None:
                return  # it was cancelled before its turn
            self._begun = True
        interrupts.forget()  # one that was meant for the last attempt may have come after its last step
        state = ProcessState()
        threads.note()
        self._capture.begin(lambda stream, text: self.tell("output", stream=stream, text=text))
        running.enter(Facilities(self.request, self._action, self._errors, self.tell, lambda: self._step))
        try:
            outcome = self._outcome(state)
        except BaseException as problem:  # an interrupt that came between two steps, or a mistake of ours
            interrupts.forbid()
            outcome = self._cancelled_outcome() if self._cancelled else self._failed(problem, "run")
        running.enter(None)
        self._leave_if_forked(outcome)
        outcome.update(self._clean_up(state))
        self.conclude(outcome)

    def tell(self, method: str, /, **params: Any) -> None:
        with interrupts:
            self._outbox.tell(method, attempt=self.request.attempt, **params)

    def _started(self, step: Step) -> None:
        """Whatever the statement does to this process, it is known which one it was."""
        place = {"index": step.index, "line": step.line, "endLine": step.end_line}
        with interrupts:
            self._outbox.tell_at_once("statement.started", attempt=self.request.attempt, **place)

    def cancel(self, grace_s: float) -> bool:
        """Stops it, from another thread, and says whether it has stopped within `grace_s`."""
        self._cancelled = True
        if not self._begun:
            self.conclude({"status": "cancelled", "clean": True}, only_if_not_begun=True)
        return repeat_until(self.ended, grace_s, self._interrupt)

    def conclude(self, outcome: Fields, only_if_not_begun: bool = False) -> None:
        """Tells the end, once."""
        with interrupts, self._conclusion:
            if only_if_not_begun and self._begun:
                return
            if self.result is None:
                self.result = outcome
                self.tell("ended", **outcome)
        self.ended.set()

    def _interrupt(self) -> None:
        """Never meets another attempt than this one: the next begins after the conclusion."""
        with self._conclusion:
            if self.result is None and self._action.interruptible():
                interrupts.send()

    def give_up(self) -> None:
        """After a cancel that the attempt's code doesn't obey: the process is about to end, and its work with it."""
        if self.result is not None:
            return
        text = f"{', '.join(threads.left(self._errors, self._is_in_code))}, so the worker's process was ended"
        self.tell("log", level="warn", text=text)
        children.end_children()
        self.conclude({"status": "cancelled", "clean": True})

    @property
    def runs_elsewhere(self) -> bool:
        """Whether its work would outlive this process."""
        return self._action.runs_elsewhere

    def inspect(self) -> list[Fields]:
        return self._action.inspect()

    def _outcome(self, state: ProcessState) -> Fields:
        try:
            self._action.compile()
        except SyntaxError as problem:
            return {"status": "failed", "error": self._errors.syntax(problem)}
        except Exception as problem:
            return self._failed(problem, "compile")
        try:
            arguments = [self._action.path, *self.request.args]
            # Figures of matplotlib, should there be any, are kept; a variable is all that this takes.
            variables = {"MPLBACKEND": "module://amaterasu.figures", **self.request.env_vars}
            state.enter(self._action.module, arguments, self._action.folders(), variables)
            self._action.open()
            threads.note()  # again, as what is opened there is the worker's own
        except Exception as problem:
            return self._failed(problem, "start")
        error = self._run_steps()
        self._outbox.wake()
        error = error or self._settle(state)
        if self._cancelled:
            return self._cancelled_outcome()
        error = error or self._publish()
        if self._cancelled:
            return self._cancelled_outcome()
        return {"status": "failed", "error": error} if error else {"status": "succeeded"}

    def _run_steps(self) -> Report | None:
        for step in self._action.steps:
            if self._cancelled:
                return None
            self._step = step
            self._started(step)
            before = time.perf_counter()
            shown: Fields = {}
            try:
                shown = self._interruptibly(step)
            except SystemExit as leave:
                self._capture.deliver()
                error = self._left(leave, step)
                if error is None:
                    self._finished(step, before, {})
                return error
            except BaseException as problem:
                self._capture.deliver()
                return self._report(problem, "run", step)
            if self._cancelled:
                return None
            self._capture.deliver()
            self._finished(step, before, shown)
        return None

    def _interruptibly(self, step: Step) -> Fields:
        self._is_in_code = True
        try:
            interrupts.allow()
            return self._action.run(step)
        finally:
            interrupts.forbid()
            self._is_in_code = False

    def _finished(self, step: Step, before: float, shown: Fields) -> None:
        ms = round((time.perf_counter() - before) * 1000, 3)
        with interrupts:
            self._outbox.tell_with_next(
                "statement.finished", attempt=self.request.attempt, index=step.index, ms=ms, **shown
            )

    def _left(self, leave: SystemExit, step: Step) -> Report | None:
        """`exit()` ends the action; only another code than 0 is a failure."""
        code = leave.code
        if code is None or code == 0:
            return None
        number = code if isinstance(code, int) else 1
        message = f"the action ended with exit code {number}" if isinstance(code, int) else str(code)
        error = ActionError(f"exit:{number}", message).with_traceback(leave.__traceback__)
        return {**self._errors.of(error, "run", step.index, step.line), "types": ["SystemExit"]}

    def _settle(self, state: ProcessState) -> Report | None:
        """What a script does at its end: it waits for its threads, and runs what was registered with `atexit`."""
        try:
            interrupts.allow()
            self._action.settle()
            threads.wait()
            self._keep_figures()
            state.run_exit_functions()
        except BaseException as problem:
            return None if self._cancelled else self._report(problem, "run")
        finally:
            interrupts.forbid()
            self._capture.deliver()
        return None

    def _keep_figures(self) -> None:
        """Those that are still open, whoever has opened them."""
        if "matplotlib.pyplot" in sys.modules:
            from ..figures import keep_open_figures

            keep_open_figures()

    def _publish(self) -> Report | None:
        published: list[Fields] = []
        for publication in wanted(self.request.publish, self._wanted_names()):
            try:
                fields = self._publish_one(publication)
            except BaseException as problem:
                return None if self._cancelled else self._unpublished(publication, self._report(problem, "publish"))
            if fields:
                published.append(fields)
        # Nothing is visible before everything has been published.
        for fields in published:
            self.tell("published", **fields)
        return None

    def _unpublished(self, publication: Publication, report: Report) -> Report:
        """What a library says names no dataset, and it says it at no line; the one that defined it is shown."""
        file, _, line = (self._action.defined_at(publication.name) or "").rpartition(":")
        if file == report["file"] and "line" not in report:
            report = {**report, "line": int(line)}
        how = f"written as {publication.format}" if publication.path else "published"
        hint = f"this happened as the dataset {publication.name} was {how} for other actions"
        return report if report["type"].startswith("ama.") else {"hint": hint, **report}

    def _wanted_names(self) -> list[str]:
        return self._action.names() if any(each.name == "*" for each in self.request.publish) else []

    def _publish_one(self, publication: Publication) -> Fields | None:
        try:
            interrupts.allow()
            fields = self._action.publish(publication)
        except NotPublishable as problem:
            if publication.optional:
                return None
            raise ActionError("ama.NotADataset", str(problem), retryable=False) from None
        finally:
            interrupts.forbid()
        if fields is None and not publication.optional:
            message = f"the action is to publish {publication.name}, but has not defined it"
            raise ActionError("ama.NotDefined", message, retryable=False)
        return fields

    def _clean_up(self, state: ProcessState) -> Fields:
        """Takes back what the attempt did to the process; returns what cannot be taken back."""
        left = threads.left(self._errors)
        self._action.close()
        ended = children.end_children(self._action.own_processes())
        if ended and not self._cancelled:
            self.tell("log", level="warn", text=f"ended what the action had left behind: {', '.join(ended)}")
        interrupts.forget()
        self._capture.end()
        state.restore(self.request.source_root)
        interrupts.install()
        return {"touched": left} if left else {}

    def _cancelled_outcome(self) -> Fields:
        """Cancelled when the last thread of the action's has ended. Whoever cancels waits no longer than he likes."""
        threads.wait_for_all()
        return {"status": "cancelled", "clean": True}

    def _failed(self, problem: BaseException, phase: str) -> Fields:
        return {"status": "failed", "error": self._report(problem, phase)}

    def _report(self, problem: BaseException, phase: str, step: Step | None = None) -> Report:
        index, line = (step.index, step.line) if step else (None, None)
        report = self._errors.of(problem, phase, index, line)
        try:
            return fitting(report if self._cancelled else self._action.explain(report, problem, self._errors))
        except Exception:
            return fitting(report)  # the JVM has gone, or something else keeps it from being explained

    def _leave_if_forked(self, outcome: Fields) -> None:
        """A child of `os.fork()` has run the rest of the action, as it would have run a script; it ends here."""
        if os.getpid() == self._pid:
            return
        error = outcome.get("error")
        if error:
            print(f"{error['type']}: {error['message']}", file=sys.stderr)
        try:
            sys.stdout.flush()
        finally:
            os._exit(1 if error else 0)
