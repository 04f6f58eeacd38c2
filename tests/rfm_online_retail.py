"""Computes every customer's RFM code by the rule of the rule language, without Segue, and
compares it with what Segue wrote.

    python tests/rfm_online_retail.py DATA FACTS

DATA is the folder of Online Retail; FACTS is what this wrote:

    segue --project examples/online_retail --data DATA segments --export FACTS

The rule: a line counts when it has a customer, is no cancellation, and has a positive quantity and
price. Recency is whole days from the last order's date to now's date, frequency the number of
invoices, monetary the total of the lines, each rounded to a penny, half away from zero. A score is
ceil(5 * mean rank / n) among the n customers with an order, 5 being best. Now is the day after the
last line of all.
"""

import json
import sys
from collections import Counter, defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from pathlib import Path

import pyarrow.parquet


def good_lines(lines):
    for line in lines:
        cancelled = line["invoice_no"].startswith("C")
        if line["customer_id"] is not None and not cancelled:
            if line["quantity"] > 0 and line["unit_price"] > 0:
                yield line


def minor_units(line):
    amount = line["quantity"] * Decimal(str(line["unit_price"]))
    # of a positive amount, ROUND_HALF_UP is half away from zero
    return int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))


def scores(values):
    """The score of each value; larger is better."""
    counts = sorted(Counter(values.values()).items())
    up_to = list(accumulate(count for _, count in counts))
    score = {}
    for (value, count), last in zip(counts, up_to):
        # ranks last - count + 1 … last: twice their mean is an integer
        twice_mean = 2 * last - count + 1
        score[value] = -(-5 * twice_mean // (2 * len(values)))
    return {customer: score[value] for customer, value in values.items()}


def rfm(lines):
    """Code, number of orders and total by customer."""
    today = max(line["invoice_date"] for line in lines).date() + timedelta(days=1)
    last, invoices, total = {}, defaultdict(set), Counter()
    for line in good_lines(lines):
        customer = str(line["customer_id"])
        day = line["invoice_date"].date()
        last[customer] = max(last.get(customer, day), day)
        invoices[customer].add(line["invoice_no"])
        total[customer] += minor_units(line)
    recency = scores({customer: -(today - day).days for customer, day in last.items()})
    frequency = scores({customer: len(one) for customer, one in invoices.items()})
    monetary = scores(total)
    return {
        customer: (
            f"{recency[customer]}{frequency[customer]}{monetary[customer]}",
            len(invoices[customer]),
            total[customer],
        )
        for customer in last
    }


def main(data, facts):
    columns = ["invoice_no", "quantity", "unit_price", "invoice_date", "customer_id"]
    table = pyarrow.parquet.read_table(Path(data) / "order_lines.parquet", columns=columns)
    expected = rfm(table.to_pylist())
    found = {}
    with open(facts, encoding="utf-8") as lines:
        for line in lines:
            fact = json.loads(line)
            total = round(fact["spend"] * 100)
            found[fact["customer_id"]] = (fact["rfm.code"], fact["orders"], total)
    without_order = (None, 0, 0)
    everyone = sorted(expected.keys() | found.keys())
    differ = [
        customer
        for customer in everyone
        if expected.get(customer, without_order) != found.get(customer)
    ]
    for customer in differ[:10]:
        wanted = expected.get(customer, without_order)
        print(f"{customer}: expected {wanted}, found {found.get(customer)}")
    print(f"{len(everyone) - len(differ)} customers agree, {len(differ)} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
