"""What a sequencer keeps: members, events, acknowledgements, aggregations, block heights.

Every table is written in the transaction of the block that it comes from; the row of the block is
the commit marker. Reading an event for a member filters the one stored batch.
"""
