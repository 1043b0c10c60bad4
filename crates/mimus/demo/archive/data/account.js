window.YTD.account.part0 = [
 {
  "account": {
   "email": "nobody@example.org",
   "createdVia": "web",
   "username": "borrowed_demo",
   "accountId": "1500000000000000042",
   "createdAt": "2022-03-01T08:00:00.000Z",
   "accountDisplayName": "Museum of Borrowed Songs"
  }
 }
]
