"""The past of a channel: the questions that were asked there before the bot came.

A coordinator has the talk of one year read, once; nothing is kept but what is said to be.
"""
