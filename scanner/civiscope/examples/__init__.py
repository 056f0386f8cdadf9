"""Run the examples of rule pages: each is a small piece of evidence and the verdict it must get."""

from civiscope.examples.blocks import ExampleError
from civiscope.examples.evidence import build_evidence
from civiscope.examples.run import ExampleResult, run_examples, run_examples_async

__all__ = ["ExampleError", "ExampleResult", "build_evidence", "run_examples", "run_examples_async"]
