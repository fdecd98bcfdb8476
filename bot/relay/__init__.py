"""The belt between levels: needs climb, answers and announcements come down."""
