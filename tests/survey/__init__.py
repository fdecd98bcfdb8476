"""Tests of `bot.survey`."""
