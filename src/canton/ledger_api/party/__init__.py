"""Parties: those of the participant, and external ones with keys of their own.

management   PartyManagementService
onboarding   what makes an external party: the transactions that it signs
records      what is kept beside the topology: annotations and identity provider
update       what a request changes of a record
errors       the error codes of party records
"""
