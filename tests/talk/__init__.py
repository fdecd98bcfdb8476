"""The conversation, whatever the chat system."""
