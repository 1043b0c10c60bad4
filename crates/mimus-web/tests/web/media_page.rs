//! The Desk's page of media, and the descriptions that they want.

use mimus_core::desk::{Content, Role, Ruling};
use mimus_engine::desk::DeskError;
use mimus_engine::desk::drafts::{Intent, Wrote};
use mimus_store::Window;

use crate::api::room::{Room, connect, picture};

#[tokio::test]
async fn what_has_no_description_is_asked_for_until_it_has_one() {
    let room = Room::open().await;
    let (draft, file) = room.bare().await;
    let hash = room.draft(draft).await.hash;
    room.engine.propose(&room.who("author").await, draft, &hash).await.unwrap();
    room.engine.rule(&room.who("checker").await, draft, &hash, Ruling::Approve, "").await.unwrap();
    let cookie = room.cookie("editor").await;
    let todo = room.open_page(&cookie, "/desk").await;
    assert!(todo.text().contains("One medium of what is being written has no description."));
    let page = room.open_page(&cookie, "/desk/media").await;
    assert!(page.text().contains(&format!("name=\"file\" value=\"{file}\"")), "{}", page.text());

    let empty = format!("draft={draft}&file={file}&before=&alt=+");
    assert_eq!(room.submit(&cookie, "/desk/media", &empty).await.status, 422);
    let said = format!("draft={draft}&file={file}&before=&alt=A+%3Cgreen%3E+door");
    assert_eq!(room.submit(&cookie, "/desk/media", &said).await.status, 303);
    let now = room.draft(draft).await;
    assert_eq!(now.content.media[0].main_alt(), "A <green> door");
    assert_eq!((now.revision, now.content.text.as_str()), (2, "A door"));
    assert_ne!(now.hash, hash, "what was approved is not what it says now");

    let page = room.open_page(&cookie, "/desk/media").await;
    assert!(!page.text().contains("name=\"file\""), "nothing is asked for any more");
    assert!(page.text().contains("A &#60;green&#62; door"), "{}", page.text());
    assert!(!page.text().contains("<green>"));
    // Found by its words, in any case, and not by others, nor by signs that mean something to the database.
    let found = async |words: &str| {
        room.open_page(&cookie, &format!("/desk/media?words={words}")).await.text().contains(&file)
    };
    assert!(found("GREEN").await);
    for other in ["blue", "%25", "gr_en"] {
        assert!(!found(other).await, "{other}");
    }
}

#[tokio::test]
async fn two_who_describe_at_once_lose_no_words() {
    let room = Room::open().await;
    let (draft, file) = room.bare().await;
    let (editor, publisher) = (room.who("editor").await, room.who("publisher").await);
    let first = room.engine.describe(&editor, draft, &file, "", "A door").await.unwrap();
    assert!(matches!(first, Wrote::Now(2)), "{first:?}");
    let second = room.engine.describe(&publisher, draft, &file, "", "A gate").await;
    assert!(matches!(second, Err(DeskError::Changed)), "{second:?}");
    let cookie = room.cookie("publisher").await;
    let body = format!("draft={draft}&file={file}&before=&alt=A+gate");
    let page = room.submit(&cookie, "/desk/media", &body).await;
    assert_eq!(page.status, 409);
    assert!(page.text().contains("A gate"), "what was typed is still there: {}", page.text());
    assert_eq!(room.draft(draft).await.content.media[0].main_alt(), "A door");
    assert!(room.engine.describe(&publisher, draft, &file, "A door", "A gate").await.is_ok());
}

#[tokio::test]
async fn another_accounts_media_are_not_shown_or_described() {
    let mut room = Room::open().await;
    let other = connect(&room.engine, "village").await;
    let keeper = room.who("keeper").await;
    let medium = room.engine.keep_upload(&keeper, picture().into()).await.unwrap();
    let file = medium.file.clone();
    let content = Content { text: "Elsewhere".into(), media: vec![medium], ..Content::default() };
    let intent = Intent { content, accounts: vec![other], window: Window::default() };
    let draft = room.engine.begin_draft(&keeper, intent).await.unwrap();
    room.person("neighbour", false, &[Role::Publisher, Role::Editor]).await;
    let cookie = room.cookie("neighbour").await;
    let page = room.open_page(&cookie, "/desk/media").await;
    assert!(!page.text().contains(&file));
    let body = format!("draft={draft}&file={file}&before=&alt=Mine");
    assert_eq!(room.submit(&cookie, "/desk/media", &body).await.status, 404);
    assert_eq!(room.draft(draft).await.content.media[0].main_alt(), "");
    let keeper = room.cookie("keeper").await;
    assert!(room.open_page(&keeper, "/desk/media").await.text().contains(&file));
}

#[tokio::test]
async fn drafts_with_media_come_page_by_page_each_once() {
    let room = Room::open().await;
    let mut all = Vec::new();
    for _ in 0..27 {
        // Several were changed in the same millisecond.
        all.push(room.bare().await.0.to_string());
        room.written().await;
    }
    let cookie = room.cookie("auditor").await;
    let mut path = Some("/desk/media?words=".to_owned());
    let (mut seen, mut pages) = (Vec::new(), 0);
    while let Some(at) = path {
        let page = room.open_page(&cookie, &at).await;
        let text = page.text();
        let ids = text.split("<article class=\"shelf\"><h3><a href=\"/desk/drafts/").skip(1);
        seen.extend(ids.map(|rest| rest.split('"').next().unwrap().to_owned()));
        let next = text.split("rel=\"next\" href=\"").nth(1);
        path = next.map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&"));
        pages += 1;
    }
    assert_eq!(pages, 2);
    all.reverse();
    assert_eq!(seen, all);
}
