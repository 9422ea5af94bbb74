RETURN COUNT { (:User) } AS User, COUNT { (:Device) } AS Device, COUNT { (:Account) } AS Account,
  COUNT { (:IpAddress) } AS IpAddress, COUNT { (:Merchant) } AS Merchant, COUNT { (:Identifier) } AS Identifier,
  COUNT { ()-[:HAS_ACCOUNT]->() } AS HAS_ACCOUNT, COUNT { ()-[:TRANSFERS_TO]->() } AS TRANSFERS_TO,
  COUNT { ()-[:USES_DEVICE]->() } AS USES_DEVICE, COUNT { ()-[:USES_IP]->() } AS USES_IP
