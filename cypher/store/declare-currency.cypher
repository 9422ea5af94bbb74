MERGE (c:Currency {code: $code})
ON CREATE SET c.exponent = $exponent
RETURN c.exponent AS exponent
