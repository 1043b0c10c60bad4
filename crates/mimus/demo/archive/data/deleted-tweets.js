window.YTD.deleted_tweets.part0 = [
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1642014170280886273"
     ],
     "editableUntil": "2022-01-01T00:00:00.000Z",
     "editsRemaining": "5",
     "isEditEligible": true
    }
   },
   "retweeted": false,
   "source": "<a href=\"https://example.org\" rel=\"nofollow\">The museum's desk</a>",
   "entities": {
    "hashtags": [],
    "symbols": [],
    "user_mentions": [],
    "urls": []
   },
   "display_text_range": [
    "0",
    "24"
   ],
   "favorite_count": "12",
   "id_str": "1642014170280886273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1642014170280886273",
   "possibly_sensitive": false,
   "created_at": "Sat Apr 01 04:01:00 +0000 2023",
   "favorited": false,
   "full_text": "We have bought the moon.",
   "lang": "en"
  }
 }
]
