"""Tells boundaries the tags of what a call is about.

The emulator looks a resource's tags up only where a policy of the caller itself asks for one; a statement of the caller's
permissions boundary that asks for a tag would never hold. Without effect while IAM is not enforced.
"""

from require import require

_KEY = "aws:resourcetag/"


def install() -> None:
    from ministack.core import iam_evaluator

    names = require(iam_evaluator, "_names_condition_key")

    def names_condition_key(policies, key):
        return key == _KEY or names(policies, key)

    iam_evaluator._names_condition_key = names_condition_key
