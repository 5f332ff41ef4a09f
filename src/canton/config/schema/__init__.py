"""The schema of the configuration as data, and the check of a tree against it.

keys.json     every key: type, default, whether it promises protection, whether it is ours;
              derived from the config classes of Canton 3.6
effects.txt   the keys that have effect in this program today, one `object.key` a line
table         the loader of both
scalars       text -> typed scalar
sections      the checked values, read by name
checking      tree + table -> sections, with everything that is wrong
reference     the table as a page of the documentation
"""
