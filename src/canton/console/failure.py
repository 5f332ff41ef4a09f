"""What a command raises when it fails."""

from __future__ import annotations

from canton.transport.seam import RpcError

CONSOLE_COMMAND_TIMED_OUT = "CONSOLE_COMMAND_TIMED_OUT"
NODE_NOT_STARTED = "NODE_NOT_STARTED"
CONSOLE_COMMAND_INTERNAL_ERROR = "CONSOLE_COMMAND_INTERNAL_ERROR"


class CommandFailure(Exception):
    """A console command failed: what, where, and the code that scripts may look at.

    `error_code` is that of the node's answer or one of the console's own; `cause` is the RPC error
    where there was one.
    """

    def __init__(self, message: str, error_code: str = "", cause: RpcError | None = None) -> None:
        super().__init__(message)
        self.error_code = error_code
        self.cause = cause
        self.grpc_status = cause.status if cause is not None else None

    @staticmethod
    def of(error: RpcError, node: str, command: str) -> CommandFailure:
        """The failure that an RPC error becomes."""
        return CommandFailure(f"{node}: {command} failed: {error}", error.code_id or "", error)
