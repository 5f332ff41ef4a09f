"""Traffic: who pays what for its requests, and who has purchased how much.

price     whether the cost that a sender reckons with is right
purchase  what the sequencers agreed on that a member has purchased
account   the accounts of all members: requests are paid, purchases are credited
"""
