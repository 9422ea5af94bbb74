MATCH (c:Currency)
RETURN c.code AS code, c.exponent AS exponent
