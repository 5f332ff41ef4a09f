"""All topology stores of a node by their ids, for the services that read and change them.

Source: Canton 3.6 TemporaryStoreRegistry; admin API StoreId; protocol sheet 4.3, 4.4.
"""

from __future__ import annotations

from canton.clock import Clock
from canton.errors import LedgerError
from canton.identifiers import PhysicalSynchronizerId, UniqueIdentifier
from canton.storage.storage import Storage
from canton.topology.parameters.static import PROTOCOL_VERSION_DEFAULT
from canton.topology.state.state import TopologyState
from canton.topology_service.destination import LocalDestination, SynchronizerDestination
from canton.topology_service.errors import STORE_NOT_FOUND, TEMPORARY_STORE_EXISTS
from canton.topology_service.manager import ChangeGuard, TopologyManager, TopologySigner
from canton.topology_service.store import AUTHORIZED_STORE, TopologyStore, load_state


class TopologyRegistry:
    """The node's authorized store, its temporary stores, and the synchronizers it follows."""

    def __init__(
        self,
        node: UniqueIdentifier,
        signer: TopologySigner,
        authorized: LocalDestination,
        clock: Clock,
    ) -> None:
        self.node = node
        self.authorized_store = authorized
        self.authorized = TopologyManager(node, signer, authorized)
        self._signer = signer
        self._clock = clock
        self._temporary: dict[str, TopologyManager] = {}
        self._synchronizers: dict[PhysicalSynchronizerId, TopologyManager] = {}

    @staticmethod
    async def open(
        node: UniqueIdentifier, signer: TopologySigner, storage: Storage, clock: Clock
    ) -> TopologyRegistry:
        """Loads the authorized store; synchronizers are added as they are connected."""
        store = TopologyStore(AUTHORIZED_STORE)
        state = await load_state(storage, store)
        return TopologyRegistry(node, signer, LocalDestination(state, store, clock, storage), clock)

    def create_temporary(
        self, name: str, protocol_version: int = PROTOCOL_VERSION_DEFAULT
    ) -> TopologyManager:
        """A new store in memory.

        Raises:
            LedgerError: there is one of that name.
        """
        if name in self._temporary:
            raise LedgerError(
                TEMPORARY_STORE_EXISTS,
                f"Cannot create topology store {name}, because it already exists.",
            )
        store = LocalDestination(
            TopologyState(), TopologyStore(name, protocol_version), self._clock
        )
        manager = TopologyManager(self.node, self._signer, store)
        self._temporary[name] = manager
        return manager

    def drop_temporary(self, name: str) -> None:
        """Forgets a temporary store.

        Raises:
            LedgerError: there is none of that name.
        """
        if self._temporary.pop(name, None) is None:
            raise _not_found(name)

    def temporary(self, name: str) -> TopologyManager:
        """The manager of a temporary store.

        Raises:
            LedgerError: there is none of that name.
        """
        manager = self._temporary.get(name)
        if manager is None:
            raise _not_found(name)
        return manager

    def add_synchronizer(
        self, destination: SynchronizerDestination, guard: ChangeGuard | None = None
    ) -> TopologyManager:
        """Makes a connected synchronizer known, replacing an earlier connection to it."""
        manager = TopologyManager(self.node, self._signer, destination, guard)
        self._synchronizers[destination.client.synchronizer] = manager
        return manager

    def remove_synchronizer(self, synchronizer: PhysicalSynchronizerId) -> None:
        """Forgets a synchronizer that is disconnected, if it is known."""
        self._synchronizers.pop(synchronizer, None)

    def synchronizer(
        self, synchronizer: PhysicalSynchronizerId | UniqueIdentifier
    ) -> TopologyManager:
        """The manager of a synchronizer by physical id; by logical id, the newest physical one.

        Raises:
            LedgerError: the node is not connected to it.
        """
        matching = [each for each in self._synchronizers if synchronizer in (each, each.logical)]
        if not matching:
            raise _not_found(str(synchronizer))
        newest = max(matching, key=lambda each: (each.serial, each.protocol_version))
        return self._synchronizers[newest]

    @property
    def temporary_names(self) -> tuple[str, ...]:
        """The names of the temporary stores."""
        return tuple(self._temporary)

    @property
    def synchronizer_ids(self) -> tuple[PhysicalSynchronizerId, ...]:
        """The synchronizers that are connected."""
        return tuple(self._synchronizers)


def _not_found(name: str) -> LedgerError:
    return LedgerError(STORE_NOT_FOUND, f"Topology store '{name}' is not known.")
