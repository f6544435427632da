//! Whole answers of one edition, the latest used first, up to a number of bytes.

use bytes::Bytes;
use lru::LruCache;
use std::sync::{Mutex, PoisonError};

/// Bytes of all answers together.
const CAPACITY: usize = 64 << 20;
/// An answer larger than this is made each time.
const LARGEST: usize = CAPACITY / 8;

/// Answers by request.
#[derive(Debug)]
pub struct Cache(Mutex<Held>);

#[derive(Debug)]
struct Held {
    answers: LruCache<String, Bytes>,
    bytes: usize,
}

impl Default for Cache {
    fn default() -> Self {
        Self(Mutex::new(Held { answers: LruCache::unbounded(), bytes: 0 }))
    }
}

impl Cache {
    /// An answer.
    pub fn get(&self, key: &str) -> Option<Bytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).answers.get(key).cloned()
    }

    /// Keeps an answer; the least recently used make room.
    pub fn put(&self, key: String, answer: Bytes) {
        let size = key.len() + answer.len();
        if size > LARGEST {
            return;
        }
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.bytes += size;
        if let Some((key, before)) = held.answers.push(key, answer) {
            held.bytes -= key.len() + before.len();
        }
        while held.bytes > CAPACITY {
            let Some((key, answer)) = held.answers.pop_lru() else { break };
            held.bytes -= key.len() + answer.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_used_for_long_makes_room() {
        let cache = Cache::default();
        let answer = Bytes::from(vec![0; LARGEST - 10]);
        for i in 0..20 {
            cache.put(i.to_string(), answer.clone());
            assert!(cache.get("0").is_some());
        }
        assert!(cache.get("1").is_none() && cache.get("19").is_some());
        let held = cache.0.lock().unwrap();
        let sum: usize = held.answers.iter().map(|(k, v)| k.len() + v.len()).sum();
        assert!(held.bytes == sum && sum <= CAPACITY);
    }

    #[test]
    fn what_is_too_large_is_not_kept() {
        let cache = Cache::default();
        cache.put("a".into(), Bytes::from(vec![0; LARGEST]));
        assert!(cache.get("a").is_none());
    }
}
