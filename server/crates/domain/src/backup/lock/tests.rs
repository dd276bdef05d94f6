use super::*;

fn passphrase(words: &str) -> Passphrase {
    Passphrase::new(words).unwrap()
}

/// Locks a number of bytes in pieces; answers what came of it and the most that waited to be taken.
fn locked(key: &Key, count: usize) -> (Vec<u8>, usize) {
    let mut locking = Locking::with_key(key).unwrap();
    let (mut out, mut most) = (Vec::new(), 0);
    for piece in vec![7; count].chunks(10_000) {
        locking.add(piece).unwrap();
        let taken = locking.take();
        most = most.max(taken.len());
        out.extend(taken);
    }
    out.extend(locking.finish().unwrap());
    (out, most)
}

async fn opened(key: &Key, locked: &[u8]) -> Result<Vec<u8>> {
    let pieces: Vec<Result<Bytes>> = locked.chunks(3_000).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    let open = open(key, futures::stream::iter(pieces).boxed()).await?;
    Ok(open.try_collect::<Vec<_>>().await?.concat())
}

#[tokio::test]
async fn what_is_locked_comes_back_and_its_size_is_known_without_opening_it() {
    let key = Key::generate();
    for count in [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000] {
        let (made, most) = locked(&key, count);
        assert!(most < 140_000, "it waits for no more than a piece or two: {most}");
        let beginning = &made[..made.len().min(HEADER as usize)];
        assert_eq!(bytes(beginning, made.len() as u64), Some(count as u64));
        assert_eq!(opened(&key, &made).await.unwrap(), vec![7; count]);
    }
}

#[tokio::test]
async fn what_was_changed_or_cut_short_is_not_taken_for_whole() {
    let key = Key::generate();
    let (made, _) = locked(&key, 100_000);
    assert_eq!(opened(&key, &made[..made.len() - 40_000]).await.unwrap_err().kind(), ErrorKind::InvalidData);
    let mut changed = made.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert_eq!(opened(&key, &changed).await.unwrap_err().kind(), ErrorKind::InvalidData);
    assert!(opened(&Key::generate(), &made).await.is_err(), "another key opens nothing");
    assert_eq!(bytes(b"nothing of ours", 15), None);
}

#[test]
fn a_key_comes_back_with_its_passphrase_alone() {
    let key = Key::generate();
    let right = passphrase("twelve letters");
    let wrapped = key.wrap(&right).unwrap();
    assert!(Key::unwrap(&wrapped, &passphrase("twelve others")).unwrap().is_none());
    let again = Key::unwrap(&wrapped, &right).unwrap().unwrap();
    assert_eq!(again.0.to_public().to_string(), key.0.to_public().to_string());
    assert!(Key::unwrap(b"no key", &right).is_err());
}

#[test]
fn a_short_passphrase_is_none_and_no_log_shows_a_long_one() {
    assert!(Passphrase::new("eleven let.").is_none());
    assert_eq!(format!("{:?} {:?}", passphrase("twelve letters"), Key::generate()), "*** ***");
}
