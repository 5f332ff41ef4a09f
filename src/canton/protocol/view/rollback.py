"""Where a view stands among rollbacks: which of its ancestors were rolled back.

Siblings are counted from 1 at every level. Source: protocol sheet 2.1, PathRollbackContext.
"""

from __future__ import annotations

from dataclasses import dataclass

from canton.wire import protocol_v30_pb2 as v30
from canton.wire import protocol_v31_pb2 as v31


@dataclass(frozen=True, slots=True)
class RollbackContext:
    """The rollback nodes around a place, from the outside in, and the number of the next one."""

    scope: tuple[int, ...] = ()
    next_child: int = 1

    @property
    def is_rolled_back(self) -> bool:
        """Whether what happens here is undone."""
        return bool(self.scope)

    def entered(self) -> RollbackContext:
        """The context within the next rollback node."""
        return RollbackContext((*self.scope, self.next_child), 1)

    def left(self) -> RollbackContext:
        """The context after the rollback node that encloses this place."""
        assert self.scope, "no rollback node encloses this place"
        return RollbackContext(self.scope[:-1], self.scope[-1] + 1)

    def to_proto(self) -> v30.ViewParticipantData.RollbackContext:
        """The message; the empty context is not written at all."""
        return v30.ViewParticipantData.RollbackContext(
            rollback_scope=self.scope, next_child=self.next_child
        )

    @staticmethod
    def read(message: v31.ViewParticipantData) -> RollbackContext:
        """Reads the context of a view.

        Raises:
            ValueError: a number is not positive.
        """
        if not message.HasField("rollback_context"):
            return EMPTY
        context = message.rollback_context
        if context.next_child < 1 or any(sibling < 1 for sibling in context.rollback_scope):
            raise ValueError("a rollback context has a number that is not positive")
        return RollbackContext(tuple(context.rollback_scope), context.next_child)


EMPTY = RollbackContext()
