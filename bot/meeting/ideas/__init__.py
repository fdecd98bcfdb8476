"""Ideas for the animation of meetings."""
