window.YTD.profile.part0 = [
 {
  "profile": {
   "description": {
    "bio": "We keep songs that one bird has taken from another. Made up for a demonstration. #birdsong",
    "website": "https://borrowed-songs.example/",
    "location": "A tree"
   },
   "avatarMediaUrl": "https://pbs.twimg.com/profile_images/1/museum.png",
   "headerMediaUrl": "https://pbs.twimg.com/profile_banners/1/banner.png"
  }
 }
]
