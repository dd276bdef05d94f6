//! What the icon of the app counts.

use model::Error;
use store::testing::each_db;

use super::{tell, to_class};
use crate::announcements::{mark_read, to_read, write};
use crate::notifications;
use crate::testing::{Scene, person};

#[tokio::test]
async fn the_icon_of_the_app_counts_an_announcement_once_whether_the_bell_tells_of_it_or_not() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let me = person(&it.world, "alpha_student").await;
        let figure = async || {
            let figure = notifications::figure(&me).await.unwrap();
            assert_eq!(to_read(&me, "").await.unwrap().quiet, figure.quiet);
            (figure.bell, figure.quiet)
        };
        assert_eq!(figure().await, (0, 0));
        let id = write(&it.teacher, &to_class("First", it.class_id)).await.unwrap();
        assert_eq!(figure().await, (0, 1), "nobody has been told yet");
        tell(&it, id, 0).await;
        assert_eq!(figure().await, (1, 0));
        assert_eq!(to_read(&me, "alpha").await.unwrap().school, 1);
        notifications::read_all(&me).await.unwrap();
        assert_eq!(figure().await, (0, 1), "it is still to be read");
        mark_read(&it.student, id).await.unwrap();
        assert_eq!(figure().await, (0, 0));

        assert_eq!(notifications::figure(&person(&it.world, "alpha_student2").await).await.unwrap().bell, 1);
        for other in ["alpha_teacher", "beta_student", "beta_admin"] {
            let other = notifications::figure(&person(&it.world, other).await).await.unwrap();
            assert_eq!(other, notifications::Figure::default());
        }
        assert_eq!(to_read(&me, "beta").await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}
