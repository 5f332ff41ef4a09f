"""What a sequencer decides, as pure machines: block in, rows, wake-ups and reports out.

Every sequencer of a synchronizer replays the same blocks and must come to the same events, so
nothing here may depend on a clock, on randomness or on which sequencer runs it.
Source: Canton 3.6, `synchronizer/block/update`.
"""
