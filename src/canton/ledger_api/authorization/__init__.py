"""Who may call what on the Ledger API: claims, what each method requires, and the door between.

A caller's token gives its user, the user's rights give claims, and a table says what each method
requires of them. `Authorizer.protect` puts that before the handlers of a service table; whoever
calls a handler of a protected table passes the token as the metadata entry `authorization`.
"""
