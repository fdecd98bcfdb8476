"""Conversations with the bot, and checks of each room of the house."""
