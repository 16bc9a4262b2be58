"""A software firm: monthly fees, key accounts whose agreements fall due, deals in stages, tickets and surveys."""

from __future__ import annotations

from tests.review.companies.rows import Made, Row, months, places, sold, target

STAGES = ("线索确认", "方案演示", "商务谈判", "成交")
ACCOUNTS = 24


def subscription() -> Made:
    """Accounts join over time; three of last year's do not renew and stop paying."""
    lines: list[Row] = []
    for at in range(ACCOUNTS):
        plan, fee = (("标准版", 18_000), ("专业版", 46_000), ("企业版", 120_000))[at % 3]
        begins = (2024, 1) if at < 15 else (2024 + at % 2, 1 + at % 6)
        for year, number in months(begins, (2025, 6)):
            if at in (1, 4, 7) and (year, number) >= (2025, 1):
                break
            lines.append(
                sold(len(lines), year, number, fee, region_id="E" if at % 2 else "S", customer_id=f"c{at}",
                     product_id=f"p{at % 3}", product_line=plan, channel_id="direct" if at % 4 else "partner", cost=fee * 22 // 100)
            )  # fmt: skip
    agreements = [
        {"agreement_id": f"a{at}", "customer_id": f"c{at}", "start_date": "2024-06-15", "due_date": "2025-06-14",
         "renewed": at not in (1, 4, 7), "key_account": True, "amount": 12 * 46_000}
        for at in range(1, 15)
    ]  # fmt: skip
    deals, events = _deals()
    tickets = [
        {"ticket_id": f"t{n}", "customer_id": f"c{n % ACCOUNTS}", "kind": "service", "severity": ("低", "中", "高")[n % 3],
         "created_date": f"{2024 + n % 2}-06-{1 + n % 27:02}", "resolution_hours": 4 + n % 30, "complaint": n % 4 == 0}
        for n in range(70)
    ]  # fmt: skip
    answers = [
        {"answer_id": f"s{n}{q}", "survey": "2025H1", "customer_id": f"c{n}", "answer_date": "2025-06-18", "question": q,
         "score": (3 + n % 3) if q == "csat" else (6 + n % 5), "scale": 5 if q == "csat" else 10}
        for n in range(11)
        for q in ("csat", "nps")
    ]  # fmt: skip
    return Made(
        "云帆软件",
        {
            "regions": places(("E", "华东"), ("S", "华南")),
            "customers": [
                {"customer_id": f"c{n}", "name": f"客户{n:02}科技有限公司", "tier": "AB"[n % 2], "key_account": 0 < n < 15}
                for n in range(ACCOUNTS)
            ],
            "products": [
                {"product_id": f"p{i}", "name": f"云帆CRM {n}", "product_line": n} for i, n in enumerate(("标准版", "专业版", "企业版"))
            ],
            "channels": [{"channel_id": "direct", "name": "直签"}, {"channel_id": "partner", "name": "伙伴"}],
            "order_lines": lines,
            "agreements": agreements,
            "opportunities": deals,
            "stage_events": events,
            "tickets": tickets,
            "survey_answers": answers,
            "targets": [target(620_000, 2025, n, region_id=r) for n in range(1, 13) for r in ("E", "S")],
        },
        there=frozenset({"kpi", "pace", "funnel", "customers", "concentration", "voice", "landing"}),
        absent=frozenset({"last_actions", "collections", "causes", "decisions"}),
    )  # fmt: skip


def _deals() -> tuple[list[Row], list[Row]]:
    deals: list[Row] = []
    events: list[Row] = []
    for n in range(40):
        key, reached = f"d{n}", 1 + (n * 7) % 4
        deals.append({"opportunity_id": key, "name": f"项目{n}", "customer_id": f"c{n % ACCOUNTS}", "product_line": "专业版",
                      "region_id": "E" if n % 2 else "S", "created_date": "2025-01-08", "stage": STAGES[reached - 1], "amount": 200_000})  # fmt: skip
        events += [
            {
                "opportunity_id": key,
                "stage": STAGES[i],
                "stage_no": i + 1,
                "entered_date": f"2025-0{1 + i % 3}-{8 + i * 4:02}",
            }
            for i in range(reached)
        ]
    return deals, events
