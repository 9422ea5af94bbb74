// Twin of the detector kiting-cycle for cycles of 3 accounts: the transfers on money that goes round, in time order,
// inside the window, each hop passing the test of amounts against what the hop before delivered. Hubs and the number
// of repeats are left to the fold. The graph has no transfer that was ever taken back: see facts/transfers-since-taken-back.
// The test is in floats and a hair wider than the fold's, which is exact.
// Parameters: $window milliseconds; $ties whether equal times are in order; $minAmount minor units
//             $minBps, $maxBps basis points, null for no limit; $skipFx whether a change of currency passes
//             $asOf epoch milliseconds
// Rows: key (of a transfer)
MATCH (a:Account)-[t1:TRANSFERS_TO]->(b:Account)
WHERE b <> a
  AND t1.at <= $asOf
  AND t1.observedAt <= $asOf
  AND t1.minor >= $minAmount
MATCH (b)-[t2:TRANSFERS_TO]->(c:Account)
WHERE c <> a
  AND c <> b
  AND t2.at <= $asOf
  AND t2.observedAt <= $asOf
  AND t2.minor >= $minAmount
  AND (t1.at < t2.at OR ($ties AND t1.at = t2.at))
  AND t2.at - t1.at <= $window
  AND (CASE
    WHEN coalesce(t1.receivedCurrency, t1.currency) <> t2.currency THEN $skipFx
    ELSE ($minBps IS NULL OR toFloat(t2.minor) * 10000 >= toFloat(coalesce(t1.receivedMinor, t1.minor)) * $minBps * 0.999999999)
      AND ($maxBps IS NULL OR toFloat(t2.minor) * 10000 <= toFloat(coalesce(t1.receivedMinor, t1.minor)) * $maxBps * 1.000000001)
  END)
MATCH (c)-[t3:TRANSFERS_TO]->(a)
WHERE t3.at <= $asOf
  AND t3.observedAt <= $asOf
  AND t3.minor >= $minAmount
  AND (t2.at < t3.at OR ($ties AND t2.at = t3.at))
  AND t3.at - t1.at <= $window
  AND (CASE
    WHEN coalesce(t2.receivedCurrency, t2.currency) <> t3.currency THEN $skipFx
    ELSE ($minBps IS NULL OR toFloat(t3.minor) * 10000 >= toFloat(coalesce(t2.receivedMinor, t2.minor)) * $minBps * 0.999999999)
      AND ($maxBps IS NULL OR toFloat(t3.minor) * 10000 <= toFloat(coalesce(t2.receivedMinor, t2.minor)) * $maxBps * 1.000000001)
  END)
UNWIND [t1.key, t2.key, t3.key] AS key
RETURN DISTINCT key
