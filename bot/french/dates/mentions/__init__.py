"""Dates that a text mentions, written for nobody in particular: articles, calls, agendas.

`bot.french.dates` reads what one person types to us, and asks; here nobody can be asked, and dates
stand among words. Texts are read folded: lower case, no accents, plain signs.
"""
