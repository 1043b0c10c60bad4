//! A backup holds everything, and either database takes it back.

use mimus_engine::backup::{self, BackupError};

use crate::house::{House, on_both};

on_both!(a_backup_is_whole_and_fits_either_database);

async fn a_backup_is_whole_and_fits_either_database(house: House) {
    house.site.says("/a.gif", vec![(200, b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;".to_vec())]);
    let picture = format!("With a picture <img src='{}' alt='A dot'>", house.site.url("/a.gif"));
    house.site.feed("/feed", &[(1, "One #tag".into()), (2, picture)]);
    let (mirror, reading) = house.add(&format!("feed:{}", house.site.url("/feed"))).await;
    assert_eq!(reading.media, (1, 0));
    let file = house.folder.path().join("all.zip");
    let engine = &house.engine;
    let written =
        backup::write(&engine.store, &engine.media, "http://mimus.example/", &file, engine.clock.now())
            .await
            .unwrap();
    assert_eq!(written.media, 1);
    let twice =
        backup::write(&engine.store, &engine.media, "http://mimus.example/", &file, engine.clock.now()).await;
    assert!(matches!(twice, Err(BackupError::Exists(_))));

    for other in [
        Some(House::on_sqlite().await),
        House::on_postgres(if engine.store.is_sqlite() { "restored_a" } else { "restored_b" }).await,
    ] {
        let Some(other) = other else { continue };
        let (manifest, restored) =
            backup::restore(&other.engine.store, &other.engine.media, &file).await.unwrap();
        assert_eq!((restored, manifest.public_url.as_str()), (written, "http://mimus.example/"));
        let same = other.engine.mirror(&mirror.handle).await.unwrap();
        assert_eq!((same.posts, same.public_key), (2, mirror.public_key.clone()));
        let posts = other.engine.store.timeline(same.id, None, 9).await.unwrap().posts;
        let name = posts[0].media[0].file.name().unwrap();
        assert!(other.engine.media.file(&name).unwrap().exists());
        // Numbers go on where they were.
        house.site.feed("/more", &[(1, "More".into())]);
        other.add(&format!("feed:{}", house.site.url("/more"))).await;
        let again = backup::restore(&other.engine.store, &other.engine.media, &file).await;
        assert!(again.is_err(), "only into an empty one");
    }
    std::fs::write(&file, b"PK nothing").unwrap();
    let broken =
        backup::restore(&House::on_sqlite().await.engine.store, &engine.media, &file).await.unwrap_err();
    assert!(broken.to_string().contains("all.zip is no backup"), "{broken}");
}
