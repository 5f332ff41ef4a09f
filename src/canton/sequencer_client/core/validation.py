"""Whether sequencer connections may be registered, given what their endpoints answered.

Source: HA sheet 6.1, SequencerConnectionValidation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from canton.identifiers import Member
from canton.sequencer_client.core.pool import Agreement, Attributes


class Validation(Enum):
    """What is asked of the connections; the numbers are those of the wire."""

    DISABLED = 1
    ACTIVE = 2
    """Those that can be reached must be right."""
    ALL = 3
    """All must be reached and be right."""
    THRESHOLD_ACTIVE = 4
    """Those that can be reached must be right, and as many as the trust threshold."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No answer, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that no sequencer of the synchronizer would give."""

    reason: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What one endpoint of an alias answered."""

    alias: str
    answer: Attributes | Unreachable | Wrong
    expected: Member | None = None


def problem_with(
    endpoints: Sequence[Endpoint], validation: Validation, trust_threshold: int
) -> str | None:
    """Why the connections may not be registered, or None."""
    if validation is Validation.DISABLED:
        return None
    problems = [_wrong(endpoint) for endpoint in endpoints]
    if validation is Validation.ALL:
        problems += [
            f"{endpoint.alias} cannot be reached: {endpoint.answer.reason}"
            for endpoint in endpoints
            if isinstance(endpoint.answer, Unreachable)
        ]
    reached = [
        (endpoint.alias, endpoint.answer)
        for endpoint in endpoints
        if isinstance(endpoint.answer, Attributes)
    ]
    problems += [_disagreement(reached), _double_use(reached)]
    sequencers = {attributes.sequencer for _, attributes in reached}
    if validation is Validation.THRESHOLD_ACTIVE and len(sequencers) < trust_threshold:
        problems.append(f"{len(sequencers)} of {trust_threshold} required sequencers are reached")
    return "; ".join(problem for problem in problems if problem) or None


def is_enough(endpoints: Sequence[Endpoint], validation: Validation, trust_threshold: int) -> bool:
    """Whether those that are unreachable need not be waited for.

    Unless all must be reached, so many sequencers suffice that the faulty ones among them, fewer
    than the threshold, are outvoted.
    """
    settled = [each for each in endpoints if not isinstance(each.answer, Unreachable)]
    if len(settled) == len(endpoints):
        return True
    reached = {e.answer.sequencer for e in settled if isinstance(e.answer, Attributes)}
    return validation is not Validation.ALL and len(reached) >= 2 * trust_threshold - 1


def agreement_of(endpoints: Sequence[Endpoint]) -> Agreement | None:
    """What the reached endpoints say, if they all say the same."""
    said = {e.answer.agreement for e in endpoints if isinstance(e.answer, Attributes)}
    return said.pop() if len(said) == 1 else None


def _wrong(endpoint: Endpoint) -> str | None:
    match endpoint.answer:
        case Wrong(reason):
            return f"{endpoint.alias}: {reason}"
        case Attributes() as attributes if endpoint.expected not in (None, attributes.sequencer):
            return f"{endpoint.alias} is {attributes.sequencer}, not {endpoint.expected}"
        case _:
            return None


def _disagreement(reached: Sequence[tuple[str, Attributes]]) -> str | None:
    synchronizers = {attributes.synchronizer for _, attributes in reached}
    if len(synchronizers) > 1:
        shown = ", ".join(f"{alias}: {attributes.synchronizer}" for alias, attributes in reached)
        return f"the sequencers serve different synchronizers ({shown})"
    if len({attributes.static_parameters for _, attributes in reached}) > 1:
        return "the sequencers have different static synchronizer parameters"
    return None


def _double_use(reached: Sequence[tuple[str, Attributes]]) -> str | None:
    """An alias is one sequencer, and a sequencer has one alias."""
    pairs = {(alias, str(attributes.sequencer)) for alias, attributes in reached}
    for alias, sequencer in sorted(pairs):
        if any(other != sequencer for same, other in pairs if same == alias):
            return f"the endpoints of {alias} are different sequencers"
        if any(other != alias for other, same in pairs if same == sequencer):
            return f"{sequencer} has more than one alias"
    return None
