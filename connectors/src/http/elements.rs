//! Cuts a streamed JSON array into its elements while it arrives, so that a report of any length is held one chunk at a
//! time. A body that is one object instead of an array (an error, usually) comes out as one element.

/// Takes bytes as they come and gives whole elements back.
#[derive(Debug)]
pub struct Elements {
    limit: usize,
    place: Place,
    element: Vec<u8>,
    depth: usize,
    in_string: bool,
    escaped: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    /// Behind `[`: an element or the end.
    First,
    /// Behind a comma: an element.
    Next,
    Inside {
        in_array: bool,
    },
    /// Behind an element of the array: a comma or the end.
    Behind,
    End,
}

/// The body is not what was announced. All of these mean that the answer cannot be trusted as a whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ElementError {
    #[error("the answer is not a JSON array or object")]
    NotJson,
    #[error("the answer ended in the middle")]
    Unfinished,
    #[error("one part of the answer is longer than the {limit} bytes that are accepted")]
    TooLong { limit: usize },
}

impl Elements {
    /// `limit`: the longest element accepted, in bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            place: Place::Start,
            element: Vec::new(),
            depth: 0,
            in_string: false,
            escaped: false,
        }
    }

    /// Takes the next bytes and answers every element that they complete.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Vec<u8>>, ElementError> {
        let mut complete = Vec::new();
        let mut rest = bytes;
        while let Some((&byte, behind)) = rest.split_first() {
            if let Place::Inside { in_array } = self.place {
                let end = self.end_of_element(rest);
                let (own, behind) = rest.split_at(end.unwrap_or(rest.len()));
                if self.element.len().saturating_add(own.len()) > self.limit {
                    return Err(ElementError::TooLong { limit: self.limit });
                }
                self.element.extend_from_slice(own);
                if end.is_some() {
                    complete.push(std::mem::take(&mut self.element));
                    self.place = if in_array { Place::Behind } else { Place::End };
                }
                rest = behind;
                continue;
            }
            match self.place {
                _ if byte.is_ascii_whitespace() => {}
                Place::Start if byte == b'[' => self.place = Place::First,
                Place::Start if byte == b'{' => self.begin(byte, false),
                Place::First | Place::Next if byte == b'{' => self.begin(byte, true),
                Place::First | Place::Behind if byte == b']' => self.place = Place::End,
                Place::Behind if byte == b',' => self.place = Place::Next,
                _ => return Err(ElementError::NotJson),
            }
            rest = behind;
        }
        Ok(complete)
    }

    /// The body has ended: was it whole?
    pub fn finish(&self) -> Result<(), ElementError> {
        if self.place == Place::End {
            Ok(())
        } else {
            Err(ElementError::Unfinished)
        }
    }

    fn begin(&mut self, byte: u8, in_array: bool) {
        self.element.push(byte);
        self.depth = 1;
        self.place = Place::Inside { in_array };
    }

    /// How many of these bytes belong to the element when it ends among them. Follows brackets outside strings.
    fn end_of_element(&mut self, bytes: &[u8]) -> Option<usize> {
        for (index, &byte) in bytes.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth = self.depth.saturating_add(1),
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(index.saturating_add(1));
                    }
                }
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn split(body: &[u8], piece: usize) -> Result<Vec<Value>, ElementError> {
        let mut elements = Elements::new(1_000);
        let mut found = Vec::new();
        for bytes in body.chunks(piece.max(1)) {
            for element in elements.push(bytes)? {
                found.push(serde_json::from_slice(&element).unwrap());
            }
        }
        elements.finish()?;
        Ok(found)
    }

    #[test]
    fn an_array_gives_its_elements_and_an_object_itself() {
        assert_eq!(split(b" [ ] ", 2).unwrap(), Vec::<Value>::new());
        assert_eq!(
            split(b"[{\"a\":[1,2]} ,\n{}]\n", 3).unwrap(),
            vec![json!({"a": [1, 2]}), json!({})]
        );
        assert_eq!(
            split(br#"{"error":{"message":"]}"}}"#, 5).unwrap(),
            vec![json!({"error": {"message": "]}"}})]
        );
    }

    #[test]
    fn a_cut_answer_is_never_taken_for_a_whole_one() {
        let body = br#"[{"results":[{"a":"\"]}"}]},{"b":2}]"#;
        for end in 0..body.len() {
            assert_eq!(
                split(&body[..end], 4),
                Err(ElementError::Unfinished),
                "cut at {end}"
            );
        }
        assert!(split(body, 4).is_ok());
    }

    #[test]
    fn anything_else_is_refused() {
        for body in ["<html>", "[1]", "[{},]", "[{}{}]", "{}{}", "[]x", "null", "[,{}]"] {
            assert_eq!(split(body.as_bytes(), 2), Err(ElementError::NotJson), "{body}");
        }
    }

    #[test]
    fn an_endless_element_is_stopped() {
        let mut elements = Elements::new(10);
        assert_eq!(
            elements.push(b"[{\"a\":\"aaaaaaaaaaaaaaaaa"),
            Err(ElementError::TooLong { limit: 10 })
        );
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<i32>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(".{0,4}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn where_the_network_cuts_does_not_matter(
            values in prop::collection::vec(prop::collection::btree_map(".{0,4}", any_value(), 0..3), 0..5),
            piece in 1_usize..40,
            pretty in any::<bool>(),
        ) {
            let expected: Vec<Value> =
                values.into_iter().map(|map| Value::Object(map.into_iter().collect())).collect();
            let body = if pretty {
                serde_json::to_vec_pretty(&expected).unwrap()
            } else {
                serde_json::to_vec(&expected).unwrap()
            };
            let mut elements = Elements::new(1_000_000);
            let mut found = Vec::new();
            for bytes in body.chunks(piece) {
                for element in elements.push(bytes).unwrap() {
                    found.push(serde_json::from_slice::<Value>(&element).unwrap());
                }
            }
            prop_assert_eq!(elements.finish(), Ok(()));
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut elements = Elements::new(50);
            let _ = elements.push(&bytes);
            let _ = elements.finish();
        }
    }
}
