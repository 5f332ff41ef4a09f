"""Who must sign a topology change, and whether those who signed may.

`rule` tells from the mapping whom it concerns, `graph` which keys act for a namespace, `validator`
holds the signatures of a transaction against both. Source: protocol sheet 4.1.
"""
