//! Uploads that nothing names go after a week; one that is used never does, however it comes to be used.

use bytes::Bytes;
use jiff::SignedDuration;
use mimus_core::desk::{Content, DraftMedium, Role};
use mimus_engine::Engine;
use mimus_engine::desk::DeskError;
use mimus_engine::desk::drafts::Intent;
use mimus_engine::desk::templates::TemplateIntent;
use mimus_engine::desk::uploads::{forget_uploads, judge, set_aside};
use mimus_store::{AccountId, Person, Window};

use crate::house::{House, on_both};
use crate::templates::{account, somebody};

on_both!(
    what_nothing_names_goes_after_a_week,
    a_draft_saved_between_the_look_and_the_removal_keeps_its_file,
    what_was_aside_when_the_process_died_is_judged_by_the_next,
);

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24 + 1);

async fn room(house: &House) -> (AccountId, Person) {
    let town = account(&house.engine, "town@social.example").await;
    house.engine.desk_accounts().await.unwrap();
    (town, somebody(&house.engine, "bo", &[(town, Role::Editor)]).await)
}

/// A picture with one pixel of that colour.
fn picture(red: u8) -> Bytes {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixel = image::RgbImage::from_pixel(1, 1, image::Rgb([red, 0, 0]));
    pixel.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner().into()
}

async fn upload(engine: &Engine, by: &Person, red: u8) -> DraftMedium {
    engine.keep_upload(by, picture(red)).await.unwrap()
}

fn showing(medium: &DraftMedium, town: AccountId) -> Intent {
    let content = Content { text: "A dot".into(), media: vec![medium.clone()], ..Content::default() };
    Intent { content, accounts: vec![town], window: Window::default() }
}

fn there(engine: &Engine, medium: &DraftMedium) -> bool {
    engine.media.file(&medium.file).unwrap().exists()
}

async fn what_nothing_names_goes_after_a_week(house: House) {
    let engine = &house.engine;
    let (town, bo) = room(&house).await;
    let [unused, drafted, former, kept] = [
        upload(engine, &bo, 1).await,
        upload(engine, &bo, 2).await,
        upload(engine, &bo, 3).await,
        upload(engine, &bo, 4).await,
    ];
    engine.begin_draft(&bo, showing(&drafted, town)).await.unwrap();
    // One that only the history of a draft names, and one of a template.
    let id = engine.begin_draft(&bo, showing(&former, town)).await.unwrap();
    let without =
        Intent { content: Content { text: "A dot".into(), ..Content::default() }, ..showing(&former, town) };
    engine.write_draft(&bo, id, 1, without).await.unwrap();
    let Intent { content, accounts, .. } = showing(&kept, town);
    let template = TemplateIntent { name: "Dots".into(), content, accounts, rhythm: None };
    engine.keep_template(&bo, template).await.unwrap();
    house.pass(SignedDuration::from_hours(6 * 24));
    assert_eq!(forget_uploads(engine).await.unwrap(), 0, "somebody may still be writing");
    assert!(there(engine, &unused));
    house.pass(SignedDuration::from_hours(25));
    assert_eq!(forget_uploads(engine).await.unwrap(), 1);
    assert!(!there(engine, &unused));
    for medium in [&drafted, &former, &kept] {
        assert!(there(engine, medium), "{}", medium.file);
    }
    // Who still has its name in a form is told, and can send it again.
    let late = engine.begin_draft(&bo, showing(&unused, town)).await;
    assert!(matches!(late, Err(DeskError::Media(_))), "{late:?}");
    upload(engine, &bo, 1).await;
    engine.begin_draft(&bo, showing(&unused, town)).await.unwrap();
}

/// The janitor looks, then moves aside, then looks again, then removes; a draft may be saved between any two of these.
async fn a_draft_saved_between_the_look_and_the_removal_keeps_its_file(house: House) {
    let engine = &house.engine;
    let (town, bo) = room(&house).await;
    let medium = upload(engine, &bo, 1).await;
    house.pass(WEEK);
    // After it was found to be unused and moved aside: saving brings it back.
    set_aside(engine).await.unwrap();
    assert!(!there(engine, &medium), "it is aside");
    engine.begin_draft(&bo, showing(&medium, town)).await.unwrap();
    assert!(there(engine, &medium));
    assert_eq!(judge(engine).await.unwrap(), 0);
    assert!(there(engine, &medium));

    // Somebody is about to save: the mark is on the file, the draft not yet in the database. What moves it aside now, by a look from
    // before, finds the mark.
    let other = upload(engine, &bo, 2).await;
    house.pass(WEEK);
    assert!(engine.media.mark_used(&other.file, engine.clock.now()).unwrap());
    engine.media.set_aside(&other.file).unwrap();
    assert_eq!(judge(engine).await.unwrap(), 0);
    assert!(there(engine, &other), "it was used a moment ago");

    // The same with a draft that is in the database by the second look alone.
    engine.begin_draft(&bo, showing(&other, town)).await.unwrap();
    house.pass(WEEK);
    engine.media.set_aside(&other.file).unwrap();
    assert_eq!(judge(engine).await.unwrap(), 0);
    assert!(there(engine, &other));
}

async fn what_was_aside_when_the_process_died_is_judged_by_the_next(house: House) {
    let engine = &house.engine;
    let (_, bo) = room(&house).await;
    let medium = upload(engine, &bo, 1).await;
    house.pass(WEEK);
    set_aside(engine).await.unwrap();
    assert_eq!(forget_uploads(engine).await.unwrap(), 1);
    assert!(!there(engine, &medium));
    assert_eq!(std::fs::read_dir(engine.media.path().join("leaving")).unwrap().count(), 0);
}
