"""Mattermost's bytes as typed objects, and ours as its JSON.

The one place where JSON has a shape.
"""
