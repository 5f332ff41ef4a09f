"""What a server serves: tables of handlers, which may come and go while it runs.

A replica that turns passive takes its ledger services away and keeps its health service; so a
server looks each call up in `Services` rather than being built with a fixed set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from google.protobuf.descriptor import ServiceDescriptor

from canton.errors import InvariantViolation
from canton.transport.call import Handler, ServiceTable
from canton.transport.method import Method

Wrapper = Callable[[Method, Handler], Handler]
"""What goes around every handler: limits, for example."""


class Services:
    """The methods served now, by path.

    `message_bytes_max` is asked with each call how large its messages may be, in place of the
    server's setting; grpcio cannot ask.
    """

    def __init__(self, *tables: ServiceTable) -> None:
        self._served: dict[str, tuple[Method, Handler]] = {}
        self._wrappers: list[Wrapper] = []
        self.message_bytes_max: Callable[[], int] | None = None
        for table in tables:
            self.add(table)

    def add(self, table: ServiceTable) -> None:
        """Serves the methods of the table too.

        Raises:
            InvariantViolation: a method is served already.
        """
        for method, handler in table.items():
            if method.path in self._served:
                raise InvariantViolation(f"{method.path} is served twice")
            self._served[method.path] = (method, self._wrapped(method, handler))

    def wrap(self, wrapper: Wrapper) -> None:
        """Puts the wrapper around all that is served, now and later; the last one is outermost."""
        for path, (method, handler) in self._served.items():
            self._served[path] = (method, wrapper(method, handler))
        self._wrappers.append(wrapper)

    def add_all(self, tables: Iterable[ServiceTable]) -> None:
        """Serves the methods of several tables too."""
        for table in tables:
            self.add(table)

    def remove(self, table: ServiceTable) -> None:
        """Serves the methods of the table no longer; calls under way go on."""
        for method in table:
            self._served.pop(method.path, None)

    @contextmanager
    def serving(self, *tables: ServiceTable) -> Iterator[None]:
        """Serves the tables while the body runs, in place of what was served at their paths."""
        before = dict(self._served)
        for table in tables:
            self.remove(table)
            self.add(table)
        try:
            yield
        finally:
            for table in tables:
                self.remove(table)
                for method in table:
                    if method.path in before:
                        self._served[method.path] = before[method.path]

    def find(self, path: str) -> tuple[Method, Handler] | None:
        """The method of that path with its handler, if it is served."""
        return self._served.get(path)

    def _wrapped(self, method: Method, handler: Handler) -> Handler:
        for wrapper in self._wrappers:
            handler = wrapper(method, handler)
        return handler

    def descriptors(self) -> list[ServiceDescriptor]:
        """The services of which a method is served, in order of name."""
        services = {method.service.full_name: method.service for method, _ in self._served.values()}
        return [services[name] for name in sorted(services)]
