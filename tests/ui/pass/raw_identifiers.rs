//! Keywords as names.

use ipo::{Error, Heap, SharedStruct};

#[derive(SharedStruct, Clone)]
#[allow(non_camel_case_types)]
pub struct r#type {
    pub r#fn: i64,
    pub r#struct: String,
    #[shared(accessor = "match")]
    pub matched: bool,
}

impl typeMut<'_> {
    pub fn count(&mut self) {
        self.set_fn(self.r#fn() + 1);
    }
}

pub fn uses(heap: &Heap, value: &r#type) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let handle = turn.put(value)?;
    let mut view: typeMut<'_> = turn.get_mut(handle)?;
    view.count();
    *view.fn_mut() += 1;
    view.set_struct("text")?;
    view.set_match(!view.r#match());
    let typeParts { r#fn, .. } = view.parts();
    *r#fn += 1;
    let view: typeRef<'_> = view.as_ref();
    assert_eq!(view.r#struct(), "text");
    Ok(())
}

fn main() {}
