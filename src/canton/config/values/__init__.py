"""The typed configuration: frozen dataclasses that nodes are built from.

    root        CantonConfig: all nodes, parameters, monitoring, features
    node        participants, sequencers, mediators and what they share
    engine      the ordering engine of a sequencer
    remote      nodes of other processes, for the console
    server      where APIs listen, whom clients speak to, TLS
    storage     memory or PostgreSQL
    replication active and passive replicas
    reading     `read`: files -> CantonConfig
    validation  what must fit together
    masking     the configuration as text without secrets

Durations are seconds (`_s`), sizes bytes (`_bytes`). Defaults stand in `schema/keys.json` only.
"""
