"""Services of participants: packages, synchronizers, ping, replication, limits, inspection."""
