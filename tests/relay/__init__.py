"""The belt between levels."""
