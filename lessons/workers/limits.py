"""What a piece of work may use, and what is raised when it would use more."""

from __future__ import annotations

from dataclasses import dataclass, field

MEGABYTE = 1_000_000
# No work of ours takes so long, but on a machine that has nothing left for it.
LONGEST_SECONDS = 20.0


@dataclass(frozen=True)
class Limits:
    """The most that a piece of work may use.

    ``seconds`` of processor time, which a busy machine does not use up for it; ``memory`` in bytes above what an idle
    worker has; ``answer`` in bytes of the result on its way back. Where the system knows no such limits (Windows),
    ``longest`` alone holds: the seconds on the clock after which the worker is killed in any case.
    """

    seconds: float = 2.0
    memory: int = 256 * MEGABYTE
    answer: int = 20 * MEGABYTE
    longest: float = field(default_factory=lambda: LONGEST_SECONDS)


class Refused(Exception):  # noqa: N818 - not a fault: a limit held
    """The work was not done, or not to its end, because of a limit; the text says which."""

    words = "It was refused."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.words)


class Busy(Refused):
    """Too much was waiting already, or this waited too long; the same work may be done later."""

    words = "The site is busy with other requests. Try again in a minute."


class TookTooLong(Refused):
    """It was stopped at its time limit."""

    words = "It took too long and was stopped."


class TookTooMuchMemory(Refused):
    """It was stopped at its memory limit."""

    words = "It needed too much memory and was stopped."


class AnswerTooLong(Refused):
    """It was done, but the result is longer than may be sent back."""

    words = "The answer is too long."


class EndedEarly(Refused):
    """The worker was ended from outside, by the system or with the server, or broke."""

    words = "It was stopped before it had finished."
