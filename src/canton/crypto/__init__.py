"""Hashes, keys, signatures and ciphertexts, byte for byte as Canton 3.6 makes them.

Plain functions over values: nothing here keeps a key, reads a clock or draws random numbers.
Whoever encrypts or makes a key hands in the random bytes; keys are kept by `canton.vault`.
Source: protocol sheet 1.
"""
