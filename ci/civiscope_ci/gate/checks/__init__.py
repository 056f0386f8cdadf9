"""The checks of the gate, one kind a module."""
