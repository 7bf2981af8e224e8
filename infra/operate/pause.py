"""Stops all functions of an environment, and lets them run again.

The order matters. A queue goes on handing messages to a function that may not run: each time counts as a receive, and after the
last the message is in the queue of what failed. So the sources are switched off first (the minute's rule, then the queues'
mappings), and only when they stand still may the functions run no more. What is due meanwhile waits and is sent late.
"""

import time
from collections.abc import Callable

from .environment import Environment

FUNCTION, MAPPING, RULE = "AWS::Lambda::Function", "AWS::Lambda::EventSourceMapping", "AWS::Events::Rule"


class StillRunning(Exception):
    """A source did not stop. Nothing was taken from the functions."""


def sources_off(there: Environment, say: Callable = print, patience: float = 300, sleep: Callable = time.sleep) -> None:
    """Switches off what calls functions without a person: nothing is lost, and medication alarms are late from now on."""
    events, functions = there.client("events"), there.client("lambda")
    for rule in there.resources(RULE):
        events.disable_rule(Name=rule.rpartition("/")[2])
        say(f"off: rule {rule}")
    mappings = there.resources(MAPPING)
    for mapping in mappings:
        functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    end = time.monotonic() + patience
    for mapping in mappings:
        while (state := functions.get_event_source_mapping(UUID=mapping)["State"]) != "Disabled":
            if time.monotonic() > end:
                raise StillRunning(f"the queue's mapping {mapping} is still {state}: give the same command again")
            sleep(1)
        say(f"off: queue's mapping {mapping}")


def pause(there: Environment, say: Callable = print, sleep: Callable = time.sleep) -> None:
    """Stops everything: the sources, then the functions. Sign-ins fail too, because the pool asks a function."""
    sources_off(there, say, sleep=sleep)
    functions = there.client("lambda")
    for name in there.resources(FUNCTION):
        functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    say("off: every function")


def resume(there: Environment, say: Callable = print) -> None:
    """Lets everything run again, functions first. What was due meanwhile is sent now, marked as late."""
    events, functions = there.client("events"), there.client("lambda")
    for name in there.resources(FUNCTION):
        functions.delete_function_concurrency(FunctionName=name)
    say("on: every function")
    for mapping in there.resources(MAPPING):
        functions.update_event_source_mapping(UUID=mapping, Enabled=True)
        say(f"on: queue's mapping {mapping}")
    for rule in there.resources(RULE):
        events.enable_rule(Name=rule.rpartition("/")[2])
        say(f"on: rule {rule}")
