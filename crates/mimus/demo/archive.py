#!/usr/bin/env python3
"""Writes the demo's archive in X's format: python3 archive.py. Account, people and words are made up."""

import json
from datetime import datetime, timezone
from pathlib import Path

HERE = Path(__file__).parent / "archive"
HANDLE, NAME, ACCOUNT = "borrowed_demo", "Museum of Borrowed Songs", "1500000000000000042"
EPOCH_MS = 1_288_834_974_657
MEDIA = {}
TWEETS, NOTES, DELETED = [], [], []


def when(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=timezone.utc)


def id_at(text):
    """X's ids hold the time of writing."""
    return str((int(when(text).timestamp() * 1000) - EPOCH_MS) << 22 | 1)


def entity(text, words, fields):
    start = len(text[: text.index(words)])
    return {**fields, "indices": [str(start), str(start + len(words))]}


def tweet(at, text, lang="en", tags=(), links=(), mentions=(), media=(), reply=None, versions=None, into=None):
    """Links are (t.co address, target); media are (file, alt text or None); reply is (id, account, handle)."""
    id_ = id_at(at)
    if media:
        text = f"{text} https://t.co/m{id_[-6:]}".strip()
    entities = {
        "hashtags": [entity(text, "#" + tag, {"text": tag}) for tag in tags],
        "symbols": [],
        "user_mentions": [
            entity(text, "@" + handle, {"screen_name": handle, "name": name, "id_str": "99", "id": "99"})
            for handle, name in mentions
        ],
        "urls": [
            entity(text, short, {"url": short, "expanded_url": target, "display_url": target.split("://")[1]})
            for short, target in links
        ],
    }
    out = {
        "edit_info": {"initial": {"editTweetIds": [id_], "editableUntil": "2022-01-01T00:00:00.000Z", "editsRemaining": "5", "isEditEligible": True}},
        "retweeted": False,
        "source": '<a href="https://example.org" rel="nofollow">The museum\'s desk</a>',
        "entities": entities,
        "display_text_range": ["0", str(len(text))],
        "favorite_count": "12", "id_str": id_, "truncated": False, "retweet_count": "3", "id": id_,
        "possibly_sensitive": False,
        "created_at": when(at).strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "favorited": False, "full_text": text, "lang": lang,
    }
    shown = []
    for file, alt in media:
        address = f"https://pbs.twimg.com/media/{file}"
        fields = {
            "expanded_url": f"https://x.com/{HANDLE}/status/{id_}/photo/1", "url": f"https://t.co/m{id_[-6:]}",
            "media_url_https": address, "media_url": address, "type": "photo", "id_str": id_, "id": id_,
            "sizes": {"large": {"w": "960", "h": "640", "resize": "fit"}}, "display_url": "pic.x.com/demo",
        }
        if alt:
            fields["ext_alt_text"] = alt
        shown.append(entity(text, fields["url"], fields))
        MEDIA[f"data/tweets_media/{id_}-{file}"] = file
    if shown:
        entities["media"] = shown[:1]
        out["extended_entities"] = {"media": shown}
    if reply:
        out |= {
            "in_reply_to_status_id": reply[0], "in_reply_to_status_id_str": reply[0],
            "in_reply_to_user_id": reply[1], "in_reply_to_user_id_str": reply[1], "in_reply_to_screen_name": reply[2],
        }
    if versions:
        control = {"editTweetIds": versions, "editsRemaining": "4", "isEditEligible": True}
        out["edit_info"] = (
            {"initial": control} if versions[0] == id_ else {"edit": {"initialTweetId": versions[0], "editControlInitial": control}}
        )
    (TWEETS if into is None else into).append({"tweet": out})
    return id_


def write():
    own = lambda id_: (id_, ACCOUNT, HANDLE)
    tweet("2022-03-01 09:00", "Hello! We are a museum without objects: we keep songs that one bird has taken from another.", media=[("wires.png", "Eight small birds on five wires, placed like notes on a staff.")])
    root = tweet("2022-04-11 10:00", "How do you keep a song in a museum? A short thread. 1/4")
    second = tweet("2022-04-11 10:02", "You write it down, and it is wrong. You record it, and it is only that morning's. 2/4", reply=own(root))
    third = tweet("2022-04-11 10:04", "So we keep three things: the sound, its picture, and what somebody said who stood beside it. 3/4", reply=own(second), media=[("song.png", "Five phrases of birdsong drawn as bars that swell and fade, in orange, red and green.")])
    tweet("2022-04-11 10:06", "The third is the one people come back for. Send us yours: https://t.co/send 4/4", reply=own(third), links=[("https://t.co/send", "https://borrowed-songs.example/send")])
    tweet("2022-05-22 07:30", "Open today from nine to five &amp; free, as every Sunday. Tea &lt; 2 coins. #MuseumDay", tags=["MuseumDay"])
    tweet("2022-06-30 18:15", "@millpond_demo Yes! The grey one by the gate does your kettle. We have it on file.", mentions=[("millpond_demo", "The Mill Pond")], reply=("1542000000000000001", "99", "millpond_demo"))
    kettle = tweet("2022-09-03 11:20", "New in the listening room: a mockingbird that does a kettle, a gate and a cat.", media=[("desert.png", "A grey bird on top of a saguaro, red table mountains and a pale sun behind it.")])
    tweet("2022-09-05 08:00", f"Three hundred of you came for the kettle. Here it is again. https://t.co/again", links=[("https://t.co/again", f"https://twitter.com/{HANDLE}/status/{kettle}")])
    tweet("2022-10-14 16:40", "RT @millpond_demo: Whoever taught the starlings our telephone: it is not funny, and it is very good.", mentions=[("millpond_demo", "The Mill Pond")])
    tweet("2022-12-24 15:00", "Quiet evening, everyone. 🌲✨👩🏽‍🎤👨‍👩‍👧‍👦🏳️‍🌈🐦‍⬛", lang="en")
    tweet("2023-01-15 10:10", "متحف الأغاني المستعارة مفتوح اليوم من التاسعة حتى الخامسة، والدخول مجاني. #متحف", lang="ar", tags=["متحف"])
    tweet("2023-01-15 10:12", "מוזיאון השירים השאולים פתוח היום מתשע עד חמש, הכניסה חופשית.", lang="iw")
    tweet("2023-01-15 10:14", "借り物の歌の博物館、本日九時から五時まで。入場無料です。", lang="ja")
    tweet("2023-01-15 10:16", "उधार के गीतों का संग्रहालय आज नौ से पाँच बजे तक खुला है। प्रवेश निःशुल्क।", lang="hi")
    tweet("2023-01-15 10:18", "El museo de las canciones prestadas abre hoy de nueve a cinco. ¡Entrada libre!", lang="es")
    first, last = id_at("2023-03-08 12:00"), id_at("2023-03-08 12:09")
    tweet("2023-03-08 12:00", "Today at six: Dr Ada Zaunkönig on songs that nobody sings any more. Room 2.", versions=[first, last])
    tweet("2023-03-08 12:09", "Today at seven, not six: Dr Ada Zaunkönig on songs that nobody sings any more. Room 2.", versions=[first, last])
    words = (
        "What we learnt from ten years of borrowed songs, in one breath.\n\n"
        "Birds do not steal. A phrase that is taken stays where it was, and there are two of it, and after a year they differ, and after ten nobody can say which was first. "
        "We used to put a label on each recording that said “original” or “copy”. We have taken these labels down. Now each says who sang it, where, when, and who else sings it.\n\n"
        "We would like to say the same of our own texts, pictures and sounds: take them, say where you have them from, and tell us what became of them. "
        "The catalogue is at https://t.co/cat and has 4,112 entries."
    )
    long_at = "2023-06-01 09:30"
    tweet(long_at, words[:270].rsplit(" ", 1)[0] + "… https://t.co/long", links=[("https://t.co/long", f"https://twitter.com/i/web/status/{id_at(long_at)}")])
    start = len(words[: words.index("https://t.co/cat")])
    NOTES.append({"noteTweet": {
        "noteTweetId": str(int(id_at(long_at)) - (300 << 22)), "createdAt": when(long_at).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "updatedAt": when(long_at).strftime("%Y-%m-%dT%H:%M:%S.000Z"), "lifecycle": {"value": "4", "name": "Final", "originalName": "Final", "annotations": {}},
        "core": {"styletags": [], "text": words, "mentions": [], "cashtags": [], "hashtags": [], "urls": [{
            "expandedUrl": "https://borrowed-songs.example/catalogue", "toIndex": str(start + 16), "shortUrl": "https://t.co/cat",
            "displayUrl": "borrowed-songs.example/catalogue", "fromIndex": str(start)}]},
    }})
    tweet("2023-08-19 13:00", "Four pictures from the nest camera's best week.", media=[
        ("nest.png", "A nest of twigs with three speckled turquoise eggs."),
        ("dawn.png", "A songbird as a dark shape on a hill at sunrise."),
        ("night.png", "A grey bird on a bare branch under stars and a thin moon."),
        ("marsh.png", "A grey heron among reeds in still water."),
    ])
    tweet("2023-11-02 17:00", "A picture that we posted without describing it. We know better now.", media=[("nest.png", None)])
    tweet("2024-02-29 08:08", "Once in four years: the leap-day song. It is the Tuesday song, but a day longer. 𝄞", lang="en")
    tweet("2024-05-05 05:05", "@dawnchorus_demo Five past five! We were up too.", mentions=[("dawnchorus_demo", "Dawn Chorus")], reply=("1787000000000000002", "98", "dawnchorus_demo"))
    tweet("2024-09-30 19:00", "This is the last thing that we write here. The museum goes on, the songs are free, and so is the way to hear of them: look for us where you can take your address with you.", media=[("banner.png", "A yellow bird on a dark green hill, looking after five birds that fly off to the right.")])
    tweet("2023-04-01 04:01", "We have bought the moon.", into=DELETED)


def assign(file, name, rows):
    path = HERE / "data" / f"{file}.js"
    path.write_text(f"window.YTD.{name}.part0 = " + json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def main():
    (HERE / "data").mkdir(parents=True, exist_ok=True)
    write()
    assign("account", "account", [{"account": {"email": "nobody@example.org", "createdVia": "web", "username": HANDLE, "accountId": ACCOUNT, "createdAt": "2022-03-01T08:00:00.000Z", "accountDisplayName": NAME}}])
    avatar, banner = "https://pbs.twimg.com/profile_images/1/museum.png", "https://pbs.twimg.com/profile_banners/1/banner.png"
    assign("profile", "profile", [{"profile": {"description": {"bio": "We keep songs that one bird has taken from another. Made up for a demonstration. #birdsong", "website": "https://borrowed-songs.example/", "location": "A tree"}, "avatarMediaUrl": avatar, "headerMediaUrl": banner}}])
    MEDIA[f"data/profile_media/{ACCOUNT}-museum.png"] = "museum.png"
    MEDIA[f"data/profile_media/{ACCOUNT}-banner.png"] = "banner.png"
    TWEETS.reverse()
    assign("tweets", "tweets", TWEETS)
    assign("note-tweet", "note_tweet", NOTES)
    assign("deleted-tweets", "deleted_tweets", DELETED)
    listed = {
        "account": ("account", "account", 1), "profile": ("profile", "profile", 1), "tweets": ("tweets", "tweets", len(TWEETS)),
        "noteTweet": ("note-tweet", "note_tweet", len(NOTES)), "deletedTweets": ("deleted-tweets", "deleted_tweets", len(DELETED)),
    }
    manifest = {
        "userInfo": {"accountId": ACCOUNT, "userName": HANDLE, "displayName": NAME},
        "archiveInfo": {"sizeBytes": "1", "generationDate": "2024-10-01T00:00:00.000Z", "isPartialArchive": False, "maxPartSizeBytes": "53687091200"},
        "dataTypes": {kind: {"files": [{"fileName": f"data/{file}.js", "globalName": f"YTD.{name}.part0", "count": str(count)}]} for kind, (file, name, count) in listed.items()},
    }
    (HERE / "data" / "manifest.js").write_text("window.__THAR_CONFIG = " + json.dumps(manifest, indent=1) + "\n")
    # Where each picture lies in the archive; the pictures themselves are kept once, in pictures/.
    (HERE / "media.txt").write_text("".join(f"{path} {file}\n" for path, file in MEDIA.items()))
    print(len(TWEETS), "posts")


if __name__ == "__main__":
    main()
