"""Identity providers: issuers of tokens whose users a participant knows apart from its own."""
