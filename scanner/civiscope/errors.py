"""Errors that end a command, each with the exit code it ends with.

CiviscopeError            1 is never raised: a failed gate is a result
├── UsageError            2  wrong use or configuration
├── InconclusiveError     3  could not see enough to judge
└── InternalError         4  something that should not happen
"""

from __future__ import annotations


class CiviscopeError(Exception):
    """Base of all errors that are told to the user. The message is a whole sentence: what happened,
    where, and what to do next."""

    exit_code = 4


class UsageError(CiviscopeError):
    """What was asked for cannot be done as it was asked."""

    exit_code = 2


class InconclusiveError(CiviscopeError):
    """The site could not be seen well enough to say anything about it."""

    exit_code = 3


class InternalError(CiviscopeError):
    """A fault of civiscope or of this machine."""

    exit_code = 4


class Interrupted(CiviscopeError):
    """The user ended the command before its end."""

    exit_code = 130
