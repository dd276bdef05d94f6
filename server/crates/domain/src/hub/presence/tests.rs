use futures::FutureExt;
use tokio::sync::broadcast::Receiver;

use super::*;

/// The comings and goings that were told, with the person.
fn told(events: &mut Receiver<Event>) -> Vec<(UserId, bool)> {
    std::iter::from_fn(|| match events.try_recv() {
        Ok(Event::Present { user, here, .. }) => Some((user, here)),
        _ => None,
    })
    .collect()
}

#[test]
fn a_person_with_two_sockets_enters_once_and_leaves_once() {
    let hub = Hub::default();
    let mut events = hub.listen();
    let (school, room, user) = (SchoolId::new(), RoomId::new(), UserId::new());
    let name: Arc<str> = "Ada".into();
    let mailboxes = [hub.mailbox(user), hub.mailbox(user)];
    let [first, second] = mailboxes.each_ref().map(|mailbox| hub.enter(school, room, user, &name, mailbox));
    assert_eq!(hub.present(school, room), (vec![Present { user_id: user, name: "Ada".into() }], 0));
    assert_eq!(hub.present(SchoolId::new(), room), (vec![], 0), "the same number in another school is another room");
    drop(first);
    assert_eq!(hub.present(school, room).0.len(), 1);
    drop(second);
    assert_eq!(hub.present(school, room), (vec![], 0));
    assert!(hub.rooms.lock().is_empty(), "empty rooms are forgotten");
    assert_eq!(told(&mut events), [(user, true), (user, false)]);
}

#[test]
fn in_a_large_room_it_is_told_from_time_to_time_who_is_there() {
    let hub = Hub::default();
    let mut events = hub.listen();
    let (school, room) = (SchoolId::new(), RoomId::new());
    let mut stays: Vec<(Mailbox, Stay)> = Vec::new();
    for n in 0..2 * NAMED {
        let user = UserId::new();
        let mailbox = hub.mailbox(user);
        let stay = hub.enter(school, room, user, &format!("Person {n:03}").into(), &mailbox);
        stays.push((mailbox, stay));
    }
    let (people, more) = hub.present(school, room);
    assert_eq!((people.len(), people[NAMED - 1].name.as_str(), more), (NAMED, "Person 049", NAMED));
    let mut told = move || {
        let told = std::iter::from_fn(|| events.try_recv().ok());
        told.map(|event| if let Event::Gathered { more, .. } = event { more } else { 0 }).collect::<Vec<_>>()
    };
    assert_eq!(told(), [0; NAMED], "the first by name");
    assert!(hub.rooms.lock()[&(school, room)].gathers, "the others are told of, later");
    hub.gathered((school, room));
    assert_eq!(told(), [NAMED]);
    stays.truncate(NAMED);
    hub.gathered((school, room));
    assert_eq!(told(), [0], "all of them are named again");
    stays.clear();
    assert_eq!(told().len(), NAMED, "and told of one by one");
    assert!(hub.rooms.lock().is_empty());
}

#[test]
fn who_looks_elsewhere_is_not_here_hears_what_is_said_and_nothing_of_people() {
    let hub = Hub::default();
    let mut events = hub.listen();
    let (school, room, ada, ben) = (SchoolId::new(), RoomId::new(), UserId::new(), UserId::new());
    let name: Arc<str> = "Ada".into();
    let mut mailboxes = [hub.mailbox(ada), hub.mailbox(ada), hub.mailbox(ben)];
    let mut stays = [(ada, 0), (ada, 1), (ben, 2)].map(|(user, at)| hub.enter(school, room, user, &name, &mailboxes[at]));
    assert_eq!(told(&mut events), [(ada, true), (ben, true)]);
    stays[0].look(false);
    assert!(told(&mut events).is_empty(), "she looks at another one of hers");
    stays[1].look(false);
    stays[1].look(false);
    assert_eq!(told(&mut events), [(ada, false)]);
    assert_eq!(hub.present(school, room), (vec![Present { user_id: ben, name: "Ada".into() }], 0));
    assert_eq!((hub.stays(), hub.seated().len()), (3, 1));
    let mut heard = |at: usize| std::iter::from_fn(|| mailboxes[at].next().now_or_never()).count();
    for at in 0..3 {
        heard(at);
    }
    hub.tell(Event::Typing { school, room, user: UserId::new(), name: name.clone() });
    hub.elsewhere(&"b".into(), (school, room), UserId::new(), &name, true);
    assert_eq!([heard(0), heard(1), heard(2)], [0, 0, 2]);
    hub.tell(Event::Ruled { school, room });
    hub.tell(Event::Read { school, room, user: ada, seq: 1, back: false });
    assert_eq!([heard(0), heard(1), heard(2)], [2, 2, 1]);
    while events.try_recv().is_ok() {}
    stays[0].look(true);
    assert_eq!(told(&mut events), [(ada, true)], "she is back at once");
    let again = hub.attend(school, room, ada, &name, &mailboxes[0]);
    drop(stays);
    assert_eq!(told(&mut events), [(ada, false), (ben, false)], "who comes back out of sight is not here");
    drop(again);
    assert_eq!(hub.rooms.lock()[&(school, room)].guests.len(), 1, "the one by another node");
}

#[test]
fn those_who_look_elsewhere_do_not_make_a_room_large() {
    let hub = Hub::default();
    let mut events = hub.listen();
    let (school, room) = (SchoolId::new(), RoomId::new());
    let come = |looks: bool| {
        let (user, name): (UserId, Arc<str>) = (UserId::new(), "Somebody".into());
        let mailbox = hub.mailbox(user);
        let mut stay = hub.attend(school, room, user, &name, &mailbox);
        stay.look(looks);
        (mailbox, stay)
    };
    let aside: Vec<_> = (0..2 * NAMED).map(|_| come(false)).collect();
    let here: Vec<_> = (0..NAMED).map(|_| come(true)).collect();
    assert_eq!(told(&mut events).len(), NAMED, "each by name");
    assert_eq!((hub.present(school, room).0.len(), hub.present(school, room).1), (NAMED, 0));
    drop(here);
    assert_eq!(told(&mut events).len(), NAMED);
    drop(aside);
    assert!(told(&mut events).is_empty());
    assert!(hub.rooms.lock().is_empty());
}

#[test]
fn a_person_on_two_nodes_has_left_when_they_are_gone_from_both() {
    let hub = Hub::default();
    let mut events = hub.listen();
    let (school, room, ada, ben) = (SchoolId::new(), RoomId::new(), UserId::new(), UserId::new());
    let key = (school, room);
    let name: Arc<str> = "Ada".into();
    let (b, c): (Node, Node) = ("b".into(), "c".into());
    let mailbox = hub.mailbox(ada);
    let stay = hub.enter(school, room, ada, &name, &mailbox);
    for node in [&b, &c, &c] {
        hub.elsewhere(node, key, ada, &name, true);
    }
    hub.elsewhere(&b, key, ben, &"Ben".into(), true);
    assert_eq!(told(&mut events), [(ada, true), (ben, true)]);
    assert_eq!((hub.present(school, room).0.len(), hub.stays(), hub.seated().len()), (2, 1, 1));
    drop(stay);
    hub.elsewhere(&b, key, ada, &name, false);
    assert!(told(&mut events).is_empty(), "one is left");
    hub.elsewhere(&c, key, ada, &name, false);
    // What is told again, or of somebody who is not known.
    hub.elsewhere(&c, key, ada, &name, false);
    assert_eq!(told(&mut events), [(ada, false)]);
    assert!(hub.replace(&b, &[]), "that node died");
    assert_eq!(told(&mut events), [(ben, false)]);
    assert!(hub.rooms.lock().is_empty());
}

#[test]
fn those_of_a_node_are_put_in_the_place_of_what_was_known_of_it() {
    let hub = Hub::default();
    let mut events = hub.listen();
    let key = (SchoolId::new(), RoomId::new());
    let (ada, ben, cem) = (UserId::new(), UserId::new(), UserId::new());
    let name: Arc<str> = "Somebody".into();
    let (b, c): (Node, Node) = ("b".into(), "c".into());
    assert!(hub.replace(&b, &[(key, ada, name.clone()), (key, ben, name.clone())]));
    hub.elsewhere(&c, key, ben, &name, true);
    assert_eq!(told(&mut events), [(ada, true), (ben, true)]);
    assert!(hub.replace(&b, &[(key, ada, name.clone()), (key, cem, name.clone())]));
    assert_eq!(told(&mut events), [(cem, true)], "one stays, one is still there by the other");
    assert!(hub.replace(&c, &[]));
    assert_eq!(told(&mut events), [(ben, false)]);
    let crowd: Vec<_> = (0..=TOLD).map(|_| ((key.0, RoomId::new()), UserId::new(), name.clone())).collect();
    assert!(!hub.replace(&c, &crowd), "too many to be told one by one");
    assert!(told(&mut events).is_empty());
    assert!(crowd.iter().all(|((school, room), ..)| hub.present(*school, *room).0.len() == 1));
    assert_eq!((hub.present(key.0, key.1).0.len(), hub.seated().len()), (2, 0));
}

#[test]
fn a_large_room_is_large_over_all_nodes_and_counts_everybody_on_them_once() {
    let hub = Hub::default();
    let mut events = hub.listen();
    let (school, room, ada) = (SchoolId::new(), RoomId::new(), UserId::new());
    let key = (school, room);
    let (b, c): (Node, Node) = ("b".into(), "c".into());
    let mailbox = hub.mailbox(ada);
    let stay = hub.enter(school, room, ada, &"Ada".into(), &mailbox);
    let crowd: Vec<_> = (0..10 * NAMED).map(|n| (key, UserId::new(), Arc::<str>::from(format!("Person {n:03}")))).collect();
    assert!(hub.replace(&b, &crowd), "most of them are counted, not told");
    // Somebody is there by all three.
    hub.elsewhere(&b, key, ada, &"Ada".into(), true);
    assert!(hub.replace(&c, &[crowd[0].clone(), (key, ada, "Ada".into())]));
    assert_eq!(told(&mut events).len(), NAMED, "the first by name");
    let (people, more) = hub.present(school, room);
    assert_eq!((people.len(), people[0].name.as_str(), more), (NAMED, "Ada", 9 * NAMED + 1));
    drop(stay);
    assert_eq!(hub.present(school, room).1, 9 * NAMED + 1, "she is still there by the others");
    assert!(hub.rooms.lock()[&key].gathers);
    assert!(hub.replace(&b, &[]), "that node died");
    assert_eq!(told(&mut events).len(), NAMED - 2, "the last of them are told by name again");
    assert_eq!(hub.present(school, room).0.len(), 2);
    assert!(hub.replace(&c, &[]));
    assert!(hub.rooms.lock().is_empty());
}
