window.__THAR_CONFIG = {
 "userInfo": {
  "accountId": "1500000000000000042",
  "userName": "borrowed_demo",
  "displayName": "Museum of Borrowed Songs"
 },
 "archiveInfo": {
  "sizeBytes": "1",
  "generationDate": "2024-10-01T00:00:00.000Z",
  "isPartialArchive": false,
  "maxPartSizeBytes": "53687091200"
 },
 "dataTypes": {
  "account": {
   "files": [
    {
     "fileName": "data/account.js",
     "globalName": "YTD.account.part0",
     "count": "1"
    }
   ]
  },
  "profile": {
   "files": [
    {
     "fileName": "data/profile.js",
     "globalName": "YTD.profile.part0",
     "count": "1"
    }
   ]
  },
  "tweets": {
   "files": [
    {
     "fileName": "data/tweets.js",
     "globalName": "YTD.tweets.part0",
     "count": "24"
    }
   ]
  },
  "noteTweet": {
   "files": [
    {
     "fileName": "data/note-tweet.js",
     "globalName": "YTD.note_tweet.part0",
     "count": "1"
    }
   ]
  },
  "deletedTweets": {
   "files": [
    {
     "fileName": "data/deleted-tweets.js",
     "globalName": "YTD.deleted_tweets.part0",
     "count": "1"
    }
   ]
  }
 }
}
