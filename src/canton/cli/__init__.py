"""The command `canton`: from its arguments to a running process and its exit code.

    arguments    the table of options, and the parser
    logs         options and environment -> how the process logs
    main         the entry: what answers at once, and what starts a process
    process      configuration, nodes, scripts, console: the modes of a process
    hosting      an environment of nodes on an event loop, in this thread or another
    environment  what the command needs of the nodes (a Protocol)
    scope        the console's names for the configured nodes
    remote_files `generate remote-config`
    sandbox      the built-in configurations
    packages     `dar` and `lf`
    versions     what `--version` prints

Start-up time matters: nothing here is imported before it is needed.
Source: console-config-admin sheet 1.
"""
