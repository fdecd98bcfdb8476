"""Invented feeds, served beside the API: new articles appear as the world's clock moves."""
