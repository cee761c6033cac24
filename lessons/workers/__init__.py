"""Work for strangers, done in processes of its own that can be stopped: few at a time, within limits.

A thread cannot be stopped, and one call of a C function (an ``instr`` of SQLite over megabytes) is not interrupted by
anything. So whatever a reader can make heavy (SQL, a text to be checked) runs in a process that is killed when it goes
beyond its time or memory. ``pool`` is the side of the server, ``process`` that of the worker, ``limits`` what both know.

It is a limit on resources and no sandbox: only functions of this program and its libraries are run.
"""
