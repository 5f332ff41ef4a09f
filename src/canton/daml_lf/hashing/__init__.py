"""Hashes of the language: seeds and discriminators, contracts, keys. All SHA-256 or its HMAC."""
