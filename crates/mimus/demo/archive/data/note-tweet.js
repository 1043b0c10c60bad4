window.YTD.note_tweet.part0 = [
 {
  "noteTweet": {
   "noteTweetId": "1664202624385155073",
   "createdAt": "2023-06-01T09:30:00.000Z",
   "updatedAt": "2023-06-01T09:30:00.000Z",
   "lifecycle": {
    "value": "4",
    "name": "Final",
    "originalName": "Final",
    "annotations": {}
   },
   "core": {
    "styletags": [],
    "text": "What we learnt from ten years of borrowed songs, in one breath.\n\nBirds do not steal. A phrase that is taken stays where it was, and there are two of it, and after a year they differ, and after ten nobody can say which was first. We used to put a label on each recording that said “original” or “copy”. We have taken these labels down. Now each says who sang it, where, when, and who else sings it.\n\nWe would like to say the same of our own texts, pictures and sounds: take them, say where you have them from, and tell us what became of them. The catalogue is at https://t.co/cat and has 4,112 entries.",
    "mentions": [],
    "cashtags": [],
    "hashtags": [],
    "urls": [
     {
      "expandedUrl": "https://borrowed-songs.example/catalogue",
      "toIndex": "578",
      "shortUrl": "https://t.co/cat",
      "displayUrl": "borrowed-songs.example/catalogue",
      "fromIndex": "562"
     }
    ]
   }
  }
 }
]
