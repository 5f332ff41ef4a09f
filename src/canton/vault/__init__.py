"""The keys of a node: made here, kept here, used by fingerprint; private bytes never leave it."""
