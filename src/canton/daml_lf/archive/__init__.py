"""Packages as bytes: DAR files, archives, and the daml_lf2 messages in them.

`dar` reads and writes whole DAR files, `envelope` single archives; `decoding` turns payloads into
syntax and `encoding` syntax into payloads. Original bytes are kept: encodings are not canonical and
the hash of the bytes is the package's id.
Source: LF sheet 1.
"""
