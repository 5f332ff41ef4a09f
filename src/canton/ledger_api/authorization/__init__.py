"""Who may call what on the Ledger API: claims, what each method requires, and the door between.

A caller's token gives its user, the user's rights give claims, and a table says what each method
requires of them. `Authorizer.protect` puts that before the handlers of a service table; whoever
calls a handler of a protected table passes the token as the metadata entry `authorization`.

authorizer      the door
authentication  who calls: ways of accepting tokens, and the rights of the user
token           JSON Web Tokens, their keys, and the ways that they are accepted
admin_token     the tokens of the process itself
claims          what a caller may do
rules           what each method requires; requirement holds it against the claims
standing        streams end when their claims cease to hold
"""
