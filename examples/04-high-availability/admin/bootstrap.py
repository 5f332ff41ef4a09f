"""Bootstrap the synchronizer, connect the participant and ping, from outside: addresses only.

Run by `canton run --config admin/remote-....conf admin/bootstrap.py`. The names used here (nodes
by name, `nodes`, `bootstrap`, `sequencers`, ...) are those of the console. Running it again is
safe: what is done already is left as it is.
"""

for node in nodes.remote:
    print(f"Waiting for {node.name} to run ...")
    node.health.wait_for_running()


def active_replica(*replicas):
    """The replica that says it is active; replicas share one identity."""
    return utils.retry_until_true(
        lambda: next((replica for replica in replicas if replica.health.active), None)
    )


active_mediator = active_replica(mediator_a, mediator_b)
print(f"{active_mediator.name} is the active mediator")

synchronizer_id = bootstrap.synchronizer(
    "ha-synchronizer",
    sequencers=sequencers.all,
    mediators=[active_mediator],
    synchronizer_owners=[sequencer_a, sequencer_b],
    synchronizer_threshold=2,
    static_synchronizer_parameters=StaticSynchronizerParameters.defaults(
        ProtocolVersion.for_synchronizer
    ),
)
print(f"Bootstrapped {synchronizer_id}")

active_participant = active_replica(participant_a, participant_b)
active_participant.health.wait_for_initialized()
print(f"{active_participant.name} is the active participant")
active_participant.synchronizers.connect_local_bft(
    [sequencer_a, sequencer_b], synchronizer_alias="ha-synchronizer"
)
print("Connected; a ping took", active_participant.health.ping(active_participant))
