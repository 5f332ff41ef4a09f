"""The Python console: the nodes of a network as objects, over their public APIs only.

A *node reference* stands for a local or a remote node and has *groups* of *commands*
(`participant1.health.ping(...)`). A command is one remote call, or a few; a *macro* orchestrates
several nodes. Names, parameters and their order are those of the original's console; parameters are
spelled in snake case and may be spelled in camel case. `scope.build` gives the names that a script
or the interactive console finds.
"""
