window.YTD.tweets.part0 = [
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1840828961387446273"
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
    "urls": [],
    "media": [
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1840828961387446273/photo/1",
      "url": "https://t.co/m446273",
      "media_url_https": "https://pbs.twimg.com/media/banner.png",
      "media_url": "https://pbs.twimg.com/media/banner.png",
      "type": "photo",
      "id_str": "1840828961387446273",
      "id": "1840828961387446273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "ext_alt_text": "A yellow bird on a dark green hill, looking after five birds that fly off to the right.",
      "indices": [
       "172",
       "192"
      ]
     }
    ]
   },
   "display_text_range": [
    "0",
    "192"
   ],
   "favorite_count": "12",
   "id_str": "1840828961387446273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1840828961387446273",
   "possibly_sensitive": false,
   "created_at": "Mon Sep 30 19:00:00 +0000 2024",
   "favorited": false,
   "full_text": "This is the last thing that we write here. The museum goes on, the songs are free, and so is the way to hear of them: look for us where you can take your address with you. https://t.co/m446273",
   "lang": "en",
   "extended_entities": {
    "media": [
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1840828961387446273/photo/1",
      "url": "https://t.co/m446273",
      "media_url_https": "https://pbs.twimg.com/media/banner.png",
      "media_url": "https://pbs.twimg.com/media/banner.png",
      "type": "photo",
      "id_str": "1840828961387446273",
      "id": "1840828961387446273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "ext_alt_text": "A yellow bird on a dark green hill, looking after five birds that fly off to the right.",
      "indices": [
       "172",
       "192"
      ]
     }
    ]
   }
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1786985422648246273"
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
    "user_mentions": [
     {
      "screen_name": "dawnchorus_demo",
      "name": "Dawn Chorus",
      "id_str": "99",
      "id": "99",
      "indices": [
       "0",
       "16"
      ]
     }
    ],
    "urls": []
   },
   "display_text_range": [
    "0",
    "48"
   ],
   "favorite_count": "12",
   "id_str": "1786985422648246273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1786985422648246273",
   "possibly_sensitive": false,
   "created_at": "Sun May 05 05:05:00 +0000 2024",
   "favorited": false,
   "full_text": "@dawnchorus_demo Five past five! We were up too.",
   "lang": "en",
   "in_reply_to_status_id": "1787000000000000002",
   "in_reply_to_status_id_str": "1787000000000000002",
   "in_reply_to_user_id": "98",
   "in_reply_to_user_id_str": "98",
   "in_reply_to_screen_name": "dawnchorus_demo"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1763113876976566273"
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
    "82"
   ],
   "favorite_count": "12",
   "id_str": "1763113876976566273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1763113876976566273",
   "possibly_sensitive": false,
   "created_at": "Thu Feb 29 08:08:00 +0000 2024",
   "favorited": false,
   "full_text": "Once in four years: the leap-day song. It is the Tuesday song, but a day longer. 𝄞",
   "lang": "en"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1720123603153846273"
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
    "urls": [],
    "media": [
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1720123603153846273/photo/1",
      "url": "https://t.co/m846273",
      "media_url_https": "https://pbs.twimg.com/media/nest.png",
      "media_url": "https://pbs.twimg.com/media/nest.png",
      "type": "photo",
      "id_str": "1720123603153846273",
      "id": "1720123603153846273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "indices": [
       "68",
       "88"
      ]
     }
    ]
   },
   "display_text_range": [
    "0",
    "88"
   ],
   "favorite_count": "12",
   "id_str": "1720123603153846273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1720123603153846273",
   "possibly_sensitive": false,
   "created_at": "Thu Nov 02 17:00:00 +0000 2023",
   "favorited": false,
   "full_text": "A picture that we posted without describing it. We know better now. https://t.co/m846273",
   "lang": "en",
   "extended_entities": {
    "media": [
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1720123603153846273/photo/1",
      "url": "https://t.co/m846273",
      "media_url_https": "https://pbs.twimg.com/media/nest.png",
      "media_url": "https://pbs.twimg.com/media/nest.png",
      "type": "photo",
      "id_str": "1720123603153846273",
      "id": "1720123603153846273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "indices": [
       "68",
       "88"
      ]
     }
    ]
   }
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1692884115256246273"
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
    "urls": [],
    "media": [
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1692884115256246273/photo/1",
      "url": "https://t.co/m246273",
      "media_url_https": "https://pbs.twimg.com/media/nest.png",
      "media_url": "https://pbs.twimg.com/media/nest.png",
      "type": "photo",
      "id_str": "1692884115256246273",
      "id": "1692884115256246273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "ext_alt_text": "A nest of twigs with three speckled turquoise eggs.",
      "indices": [
       "48",
       "68"
      ]
     }
    ]
   },
   "display_text_range": [
    "0",
    "68"
   ],
   "favorite_count": "12",
   "id_str": "1692884115256246273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1692884115256246273",
   "possibly_sensitive": false,
   "created_at": "Sat Aug 19 13:00:00 +0000 2023",
   "favorited": false,
   "full_text": "Four pictures from the nest camera's best week. https://t.co/m246273",
   "lang": "en",
   "extended_entities": {
    "media": [
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1692884115256246273/photo/1",
      "url": "https://t.co/m246273",
      "media_url_https": "https://pbs.twimg.com/media/nest.png",
      "media_url": "https://pbs.twimg.com/media/nest.png",
      "type": "photo",
      "id_str": "1692884115256246273",
      "id": "1692884115256246273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "ext_alt_text": "A nest of twigs with three speckled turquoise eggs.",
      "indices": [
       "48",
       "68"
      ]
     },
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1692884115256246273/photo/1",
      "url": "https://t.co/m246273",
      "media_url_https": "https://pbs.twimg.com/media/dawn.png",
      "media_url": "https://pbs.twimg.com/media/dawn.png",
      "type": "photo",
      "id_str": "1692884115256246273",
      "id": "1692884115256246273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "ext_alt_text": "A songbird as a dark shape on a hill at sunrise.",
      "indices": [
       "48",
       "68"
      ]
     },
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1692884115256246273/photo/1",
      "url": "https://t.co/m246273",
      "media_url_https": "https://pbs.twimg.com/media/night.png",
      "media_url": "https://pbs.twimg.com/media/night.png",
      "type": "photo",
      "id_str": "1692884115256246273",
      "id": "1692884115256246273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "ext_alt_text": "A grey bird on a bare branch under stars and a thin moon.",
      "indices": [
       "48",
       "68"
      ]
     },
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1692884115256246273/photo/1",
      "url": "https://t.co/m246273",
      "media_url_https": "https://pbs.twimg.com/media/marsh.png",
      "media_url": "https://pbs.twimg.com/media/marsh.png",
      "type": "photo",
      "id_str": "1692884115256246273",
      "id": "1692884115256246273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "ext_alt_text": "A grey heron among reeds in still water.",
      "indices": [
       "48",
       "68"
      ]
     }
    ]
   }
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1664202625643446273"
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
    "urls": [
     {
      "url": "https://t.co/long",
      "expanded_url": "https://twitter.com/i/web/status/1664202625643446273",
      "display_url": "twitter.com/i/web/status/1664202625643446273",
      "indices": [
       "271",
       "288"
      ]
     }
    ]
   },
   "display_text_range": [
    "0",
    "288"
   ],
   "favorite_count": "12",
   "id_str": "1664202625643446273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1664202625643446273",
   "possibly_sensitive": false,
   "created_at": "Thu Jun 01 09:30:00 +0000 2023",
   "favorited": false,
   "full_text": "What we learnt from ten years of borrowed songs, in one breath.\n\nBirds do not steal. A phrase that is taken stays where it was, and there are two of it, and after a year they differ, and after ten nobody can say which was first. We used to put a label on each recording… https://t.co/long",
   "lang": "en"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "edit": {
     "initialTweetId": "1633437405803446273",
     "editControlInitial": {
      "editTweetIds": [
       "1633437405803446273",
       "1633439670727606273"
      ],
      "editsRemaining": "4",
      "isEditEligible": true
     }
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
    "86"
   ],
   "favorite_count": "12",
   "id_str": "1633439670727606273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1633439670727606273",
   "possibly_sensitive": false,
   "created_at": "Wed Mar 08 12:09:00 +0000 2023",
   "favorited": false,
   "full_text": "Today at seven, not six: Dr Ada Zaunkönig on songs that nobody sings any more. Room 2.",
   "lang": "en"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1633437405803446273",
      "1633439670727606273"
     ],
     "editsRemaining": "4",
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
    "75"
   ],
   "favorite_count": "12",
   "id_str": "1633437405803446273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1633437405803446273",
   "possibly_sensitive": false,
   "created_at": "Wed Mar 08 12:00:00 +0000 2023",
   "favorited": false,
   "full_text": "Today at six: Dr Ada Zaunkönig on songs that nobody sings any more. Room 2.",
   "lang": "en"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1614567567651766273"
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
    "78"
   ],
   "favorite_count": "12",
   "id_str": "1614567567651766273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1614567567651766273",
   "possibly_sensitive": false,
   "created_at": "Sun Jan 15 10:18:00 +0000 2023",
   "favorited": false,
   "full_text": "El museo de las canciones prestadas abre hoy de nueve a cinco. ¡Entrada libre!",
   "lang": "es"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1614567064335286273"
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
    "73"
   ],
   "favorite_count": "12",
   "id_str": "1614567064335286273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1614567064335286273",
   "possibly_sensitive": false,
   "created_at": "Sun Jan 15 10:16:00 +0000 2023",
   "favorited": false,
   "full_text": "उधार के गीतों का संग्रहालय आज नौ से पाँच बजे तक खुला है। प्रवेश निःशुल्क।",
   "lang": "hi"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1614566561018806273"
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
    "28"
   ],
   "favorite_count": "12",
   "id_str": "1614566561018806273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1614566561018806273",
   "possibly_sensitive": false,
   "created_at": "Sun Jan 15 10:14:00 +0000 2023",
   "favorited": false,
   "full_text": "借り物の歌の博物館、本日九時から五時まで。入場無料です。",
   "lang": "ja"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1614566057702326273"
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
    "60"
   ],
   "favorite_count": "12",
   "id_str": "1614566057702326273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1614566057702326273",
   "possibly_sensitive": false,
   "created_at": "Sun Jan 15 10:12:00 +0000 2023",
   "favorited": false,
   "full_text": "מוזיאון השירים השאולים פתוח היום מתשע עד חמש, הכניסה חופשית.",
   "lang": "iw"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1614565554385846273"
     ],
     "editableUntil": "2022-01-01T00:00:00.000Z",
     "editsRemaining": "5",
     "isEditEligible": true
    }
   },
   "retweeted": false,
   "source": "<a href=\"https://example.org\" rel=\"nofollow\">The museum's desk</a>",
   "entities": {
    "hashtags": [
     {
      "text": "متحف",
      "indices": [
       "74",
       "79"
      ]
     }
    ],
    "symbols": [],
    "user_mentions": [],
    "urls": []
   },
   "display_text_range": [
    "0",
    "79"
   ],
   "favorite_count": "12",
   "id_str": "1614565554385846273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1614565554385846273",
   "possibly_sensitive": false,
   "created_at": "Sun Jan 15 10:10:00 +0000 2023",
   "favorited": false,
   "full_text": "متحف الأغاني المستعارة مفتوح اليوم من التاسعة حتى الخامسة، والدخول مجاني. #متحف",
   "lang": "ar"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1606666002232246273"
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
    "45"
   ],
   "favorite_count": "12",
   "id_str": "1606666002232246273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1606666002232246273",
   "possibly_sensitive": false,
   "created_at": "Sat Dec 24 15:00:00 +0000 2022",
   "favorited": false,
   "full_text": "Quiet evening, everyone. 🌲✨👩🏽‍🎤👨‍👩‍👧‍👦🏳️‍🌈🐦‍⬛",
   "lang": "en"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1580961629598646273"
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
    "user_mentions": [
     {
      "screen_name": "millpond_demo",
      "name": "The Mill Pond",
      "id_str": "99",
      "id": "99",
      "indices": [
       "3",
       "17"
      ]
     }
    ],
    "urls": []
   },
   "display_text_range": [
    "0",
    "100"
   ],
   "favorite_count": "12",
   "id_str": "1580961629598646273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1580961629598646273",
   "possibly_sensitive": false,
   "created_at": "Fri Oct 14 16:40:00 +0000 2022",
   "favorited": false,
   "full_text": "RT @millpond_demo: Whoever taught the starlings our telephone: it is not funny, and it is very good.",
   "lang": "en"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1566697640555446273"
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
    "urls": [
     {
      "url": "https://t.co/again",
      "expanded_url": "https://twitter.com/borrowed_demo/status/1566023196472246273",
      "display_url": "twitter.com/borrowed_demo/status/1566023196472246273",
      "indices": [
       "60",
       "78"
      ]
     }
    ]
   },
   "display_text_range": [
    "0",
    "78"
   ],
   "favorite_count": "12",
   "id_str": "1566697640555446273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1566697640555446273",
   "possibly_sensitive": false,
   "created_at": "Mon Sep 05 08:00:00 +0000 2022",
   "favorited": false,
   "full_text": "Three hundred of you came for the kettle. Here it is again. https://t.co/again",
   "lang": "en"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1566023196472246273"
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
    "urls": [],
    "media": [
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1566023196472246273/photo/1",
      "url": "https://t.co/m246273",
      "media_url_https": "https://pbs.twimg.com/media/desert.png",
      "media_url": "https://pbs.twimg.com/media/desert.png",
      "type": "photo",
      "id_str": "1566023196472246273",
      "id": "1566023196472246273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "ext_alt_text": "A grey bird on top of a saguaro, red table mountains and a pale sun behind it.",
      "indices": [
       "79",
       "99"
      ]
     }
    ]
   },
   "display_text_range": [
    "0",
    "99"
   ],
   "favorite_count": "12",
   "id_str": "1566023196472246273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1566023196472246273",
   "possibly_sensitive": false,
   "created_at": "Sat Sep 03 11:20:00 +0000 2022",
   "favorited": false,
   "full_text": "New in the listening room: a mockingbird that does a kettle, a gate and a cat. https://t.co/m246273",
   "lang": "en",
   "extended_entities": {
    "media": [
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1566023196472246273/photo/1",
      "url": "https://t.co/m246273",
      "media_url_https": "https://pbs.twimg.com/media/desert.png",
      "media_url": "https://pbs.twimg.com/media/desert.png",
      "type": "photo",
      "id_str": "1566023196472246273",
      "id": "1566023196472246273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "ext_alt_text": "A grey bird on top of a saguaro, red table mountains and a pale sun behind it.",
      "indices": [
       "79",
       "99"
      ]
     }
    ]
   }
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1542572423377846273"
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
    "user_mentions": [
     {
      "screen_name": "millpond_demo",
      "name": "The Mill Pond",
      "id_str": "99",
      "id": "99",
      "indices": [
       "0",
       "14"
      ]
     }
    ],
    "urls": []
   },
   "display_text_range": [
    "0",
    "82"
   ],
   "favorite_count": "12",
   "id_str": "1542572423377846273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1542572423377846273",
   "possibly_sensitive": false,
   "created_at": "Thu Jun 30 18:15:00 +0000 2022",
   "favorited": false,
   "full_text": "@millpond_demo Yes! The grey one by the gate does your kettle. We have it on file.",
   "lang": "en",
   "in_reply_to_status_id": "1542000000000000001",
   "in_reply_to_status_id_str": "1542000000000000001",
   "in_reply_to_user_id": "99",
   "in_reply_to_user_id_str": "99",
   "in_reply_to_screen_name": "millpond_demo"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1528276977054646273"
     ],
     "editableUntil": "2022-01-01T00:00:00.000Z",
     "editsRemaining": "5",
     "isEditEligible": true
    }
   },
   "retweeted": false,
   "source": "<a href=\"https://example.org\" rel=\"nofollow\">The museum's desk</a>",
   "entities": {
    "hashtags": [
     {
      "text": "MuseumDay",
      "indices": [
       "76",
       "86"
      ]
     }
    ],
    "symbols": [],
    "user_mentions": [],
    "urls": []
   },
   "display_text_range": [
    "0",
    "86"
   ],
   "favorite_count": "12",
   "id_str": "1528276977054646273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1528276977054646273",
   "possibly_sensitive": false,
   "created_at": "Sun May 22 07:30:00 +0000 2022",
   "favorited": false,
   "full_text": "Open today from nine to five &amp; free, as every Sunday. Tea &lt; 2 coins. #MuseumDay",
   "lang": "en"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1513458333250486273"
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
    "urls": [
     {
      "url": "https://t.co/send",
      "expanded_url": "https://borrowed-songs.example/send",
      "display_url": "borrowed-songs.example/send",
      "indices": [
       "58",
       "75"
      ]
     }
    ]
   },
   "display_text_range": [
    "0",
    "79"
   ],
   "favorite_count": "12",
   "id_str": "1513458333250486273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1513458333250486273",
   "possibly_sensitive": false,
   "created_at": "Mon Apr 11 10:06:00 +0000 2022",
   "favorited": false,
   "full_text": "The third is the one people come back for. Send us yours: https://t.co/send 4/4",
   "lang": "en",
   "in_reply_to_status_id": "1513457829934006273",
   "in_reply_to_status_id_str": "1513457829934006273",
   "in_reply_to_user_id": "1500000000000000042",
   "in_reply_to_user_id_str": "1500000000000000042",
   "in_reply_to_screen_name": "borrowed_demo"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1513457829934006273"
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
    "urls": [],
    "media": [
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1513457829934006273/photo/1",
      "url": "https://t.co/m006273",
      "media_url_https": "https://pbs.twimg.com/media/song.png",
      "media_url": "https://pbs.twimg.com/media/song.png",
      "type": "photo",
      "id_str": "1513457829934006273",
      "id": "1513457829934006273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "ext_alt_text": "Five phrases of birdsong drawn as bars that swell and fade, in orange, red and green.",
      "indices": [
       "97",
       "117"
      ]
     }
    ]
   },
   "display_text_range": [
    "0",
    "117"
   ],
   "favorite_count": "12",
   "id_str": "1513457829934006273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1513457829934006273",
   "possibly_sensitive": false,
   "created_at": "Mon Apr 11 10:04:00 +0000 2022",
   "favorited": false,
   "full_text": "So we keep three things: the sound, its picture, and what somebody said who stood beside it. 3/4 https://t.co/m006273",
   "lang": "en",
   "extended_entities": {
    "media": [
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1513457829934006273/photo/1",
      "url": "https://t.co/m006273",
      "media_url_https": "https://pbs.twimg.com/media/song.png",
      "media_url": "https://pbs.twimg.com/media/song.png",
      "type": "photo",
      "id_str": "1513457829934006273",
      "id": "1513457829934006273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "ext_alt_text": "Five phrases of birdsong drawn as bars that swell and fade, in orange, red and green.",
      "indices": [
       "97",
       "117"
      ]
     }
    ]
   },
   "in_reply_to_status_id": "1513457326617526273",
   "in_reply_to_status_id_str": "1513457326617526273",
   "in_reply_to_user_id": "1500000000000000042",
   "in_reply_to_user_id_str": "1500000000000000042",
   "in_reply_to_screen_name": "borrowed_demo"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1513457326617526273"
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
    "85"
   ],
   "favorite_count": "12",
   "id_str": "1513457326617526273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1513457326617526273",
   "possibly_sensitive": false,
   "created_at": "Mon Apr 11 10:02:00 +0000 2022",
   "favorited": false,
   "full_text": "You write it down, and it is wrong. You record it, and it is only that morning's. 2/4",
   "lang": "en",
   "in_reply_to_status_id": "1513456823301046273",
   "in_reply_to_status_id_str": "1513456823301046273",
   "in_reply_to_user_id": "1500000000000000042",
   "in_reply_to_user_id_str": "1500000000000000042",
   "in_reply_to_screen_name": "borrowed_demo"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1513456823301046273"
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
    "55"
   ],
   "favorite_count": "12",
   "id_str": "1513456823301046273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1513456823301046273",
   "possibly_sensitive": false,
   "created_at": "Mon Apr 11 10:00:00 +0000 2022",
   "favorited": false,
   "full_text": "How do you keep a song in a museum? A short thread. 1/4",
   "lang": "en"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1498583821317046273"
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
    "urls": [],
    "media": [
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1498583821317046273/photo/1",
      "url": "https://t.co/m046273",
      "media_url_https": "https://pbs.twimg.com/media/wires.png",
      "media_url": "https://pbs.twimg.com/media/wires.png",
      "type": "photo",
      "id_str": "1498583821317046273",
      "id": "1498583821317046273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "ext_alt_text": "Eight small birds on five wires, placed like notes on a staff.",
      "indices": [
       "92",
       "112"
      ]
     }
    ]
   },
   "display_text_range": [
    "0",
    "112"
   ],
   "favorite_count": "12",
   "id_str": "1498583821317046273",
   "truncated": false,
   "retweet_count": "3",
   "id": "1498583821317046273",
   "possibly_sensitive": false,
   "created_at": "Tue Mar 01 09:00:00 +0000 2022",
   "favorited": false,
   "full_text": "Hello! We are a museum without objects: we keep songs that one bird has taken from another. https://t.co/m046273",
   "lang": "en",
   "extended_entities": {
    "media": [
     {
      "expanded_url": "https://x.com/borrowed_demo/status/1498583821317046273/photo/1",
      "url": "https://t.co/m046273",
      "media_url_https": "https://pbs.twimg.com/media/wires.png",
      "media_url": "https://pbs.twimg.com/media/wires.png",
      "type": "photo",
      "id_str": "1498583821317046273",
      "id": "1498583821317046273",
      "sizes": {
       "large": {
        "w": "960",
        "h": "640",
        "resize": "fit"
       }
      },
      "display_url": "pic.x.com/demo",
      "ext_alt_text": "Eight small birds on five wires, placed like notes on a staff.",
      "indices": [
       "92",
       "112"
      ]
     }
    ]
   }
  }
 }
]
