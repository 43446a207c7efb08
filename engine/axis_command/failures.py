"""Failures of loading and running a model as the one kind of failure that a command reports."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from axes.axis import AxisError
from engine.llama_api import LlamaError
from engine.model import LoadError
from engine.session import GenerationError
from engine.templates import TemplateError


@contextlib.contextmanager
def plain_failures() -> Iterator[None]:
    """Turn what loading and running a model raises into AxisErrors with the same sentence."""
    try:
        yield
    except (LoadError, LlamaError, GenerationError, TemplateError) as error:
        raise AxisError(str(error)) from error
