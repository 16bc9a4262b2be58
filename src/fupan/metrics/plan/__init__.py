"""How a question becomes one Ibis expression, a small node per file.

resolve -> frames -> scan (one per fact and date role) | lane (distinct, entities, stock, balance) | goal (targets)
-> drill across by UNION ALL and GROUP BY -> derive -> compare -> arrange.
"""
