"""Figures, one a line: `name: value unit`."""
