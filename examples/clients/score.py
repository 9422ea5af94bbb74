# Scores a transfer, and judges a payment in the form of PaySim. Needs nothing but Python 3:
#   RINGFENCE_URL=http://127.0.0.1:4000 RINGFENCE_KEY=rf_... python3 examples/clients/score.py
import json
import os
import time
import urllib.error
import urllib.request

URL = os.environ.get("RINGFENCE_URL", "http://127.0.0.1:4000")
KEY = os.environ.get("RINGFENCE_KEY", "")


def post(path, body, tries=5):
    headers = {"authorization": f"Bearer {KEY}", "content-type": "application/json"}
    request = urllib.request.Request(URL + path, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        error = json.load(refusal)["error"]
        # Sending the same again is safe: ids make sure that nothing happens twice.
        if not error["retryable"] or tries == 1:
            raise SystemExit(f"{error['code']}: {error['message']}")
        time.sleep(float(refusal.headers.get("retry-after", 1)))
        return post(path, body, tries - 1)


transaction = {
    "kind": "transfer",
    "id": "transfer-1",
    "at": "2025-06-01T12:00:00Z",
    "from": "account-1",
    "to": "account-2",
    "amount": {"minor": 125_000, "currency": "EUR"},
}
score = post("/v1/score", {"transaction": transaction, "store": True, "explain": True})
print(f"{score['decision']}, risk {score['risk']:g}")
for reason in score["reasons"]:
    print(f"  {reason['points']:g}: {reason['text']}")

payload = {
    "type": "CASH_OUT",
    "amount": 10_000,
    "oldbalanceOrg": 10_000,
    "newbalanceOrig": 0,
    "oldbalanceDest": 0,
    "newbalanceDest": 0,
}
verdict = post("/predict", {"payload": payload})
print(f"fraud: {verdict['reason']}" if verdict["fraud"] else "no fraud")
