"""Start everything, make a synchronizer, connect two participants and ping across.

Run by `canton run -c simple-topology.conf simple-ping.py`, or
`canton -c simple-topology.conf --bootstrap simple-ping.py` to stay in the console afterwards.
"""

nodes.local.start()
bootstrap.synchronizer_local()

# Two ways to connect: by the sequencer, or by its address, as one would across a network.
participant1.synchronizers.connect_local(sequencer1, alias="da")
port = props.get("canton-examples.da-port", "5001")
participant2.synchronizers.connect("da", f"http://localhost:{port}")
utils.retry_until_true(lambda: participant2.synchronizers.active("da"))

print("A ping across took", participant2.health.ping(participant1))
